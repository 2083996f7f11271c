/** An empty wall says one sentence and has a note ready to write on; a guest is asked for a name, in passing. */
import { html, render } from "../lib/vendor/lit-html.js";
import { placeAt } from "../tools/placing.js";
import { icon } from "./icon.js";

/** @typedef {import("../tools/workspace.js").Workspace} Workspace */

/** Milliseconds; the name can be changed at any time at the person's own initials. */
const ASKED = 20_000;

/** @param {HTMLElement} root @param {Workspace} desk @param {{rename: () => void}} on */
export function mountWelcome(root, desk, on) {
  const guest = /^(guest|gast|invité)\b/i.test(desk.page.member.name);
  let asking = guest;
  const draw = () => {
    const empty = desk.board.elements.size === 0 && desk.board.frames.size === 0;
    root.hidden = !empty && !asking;
    if (root.hidden) return;
    const later = () => {
      asking = false;
      draw();
    };
    const named = () => {
      asking = false;
      on.rename();
      draw();
    };
    render(
      html`${empty && desk.mayEdit ? html`<p class="welcome-sentence">What happened? Write an event, then press <kbd>Enter</kbd> for the next.</p>` : ""}
        ${empty && !desk.mayEdit ? html`<p class="welcome-sentence">Nothing is on the wall yet.</p>` : ""}
        ${asking
          ? html`<p class="welcome-name floating"><span>You are <b>${desk.page.member.name}</b>.</span>
              <button class="button button-quiet" @click=${named}>Change your name</button>
              <button class="icon-button" aria-label="Keep this name" title="Keep this name" @click=${later}>${icon("close")}</button></p>`
          : ""}`,
      root,
    );
  };
  desk.session.addEventListener("change", draw);
  if (asking) {
    setTimeout(() => {
      asking = false;
      draw();
    }, ASKED);
  }
  draw();
  if (desk.board.elements.size === 0 && desk.mayEdit) begin(desk);
}

/** @param {Workspace} desk */
function begin({ wall, editor }) {
  wall.goTo(wall.camera.poseAt({ x: 0, y: 0 }, 1), { instantly: true });
  editor.write("domain_event", placeAt("domain_event", { x: 0, y: 0 }));
}
