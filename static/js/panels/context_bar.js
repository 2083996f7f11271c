/** Bottom centre: what one can do with what is selected. */
import { html, render } from "../lib/vendor/lit-html.js";
import { KINDS } from "../model/kinds.js";
import { command } from "../tools/commands.js";
import { hint } from "../tools/keyboard.js";
import { verdicts } from "./link_details.js";
import { icon, swatch } from "./icon.js";
import { onceAFrame } from "./frame_scheduler.js";
import { walk } from "./palette.js";

/** @typedef {import("../tools/workspace.js").Workspace} Workspace */

/** @param {HTMLElement} root @param {Workspace} desk */
export function mountContextBar(root, desk) {
  let choosing = false;
  const draw = onceAFrame(() => {
    const pointed = desk.wall.pointedLink ? desk.scene.links.get(desk.wall.pointedLink) : undefined;
    const hint = pointed?.because && !desk.selection.size ? pointed.because : "";
    root.hidden = !hint && (desk.selection.size === 0 || desk.editor.active);
    if (!desk.selectedElements.length) choosing = false;
    if (!root.hidden) render(hint ? html`<p class="bar-hint">${hint}</p>` : template(desk, choosing, toggle), root);
  });
  const toggle = () => {
    choosing = !choosing;
    draw();
  };
  desk.selection.addEventListener("change", () => {
    choosing = false;
    draw();
  });
  for (const type of ["writing", "link"]) desk.addEventListener(type, draw);
  desk.session.addEventListener("change", draw);
  root.addEventListener("keydown", walk);
}

/** @param {Workspace} desk @param {boolean} choosing @param {() => void} toggle */
function template(desk, choosing, toggle) {
  const { selectedElements: notes, only, selection } = desk;
  const link = only && "from" in only ? only : null;
  if (link?.inferred) return html`<p class="bar-hint">${link.because}</p>${verdicts(desk, link)}`;
  const change = (/** @type {string} */ kind) => {
    toggle();
    desk.edits.convert(kind);
  };
  if (choosing) {
    return Object.values(KINDS).map(
      ({ code, name }) => html`<button class="icon-button" title=${name} aria-label=${`Make it: ${name}`} @click=${() => change(code)}>${swatch(code)}</button>`,
    );
  }
  const button = (/** @type {string} */ id, /** @type {string} */ label = "") => {
    const { icon: name, run } = command(id);
    const title = hint(command(id));
    return html`<button class=${label ? "button button-quiet" : "icon-button"} title=${title} aria-label=${title} @click=${() => run(desk)}>${icon(name ?? "")}${label}</button>`;
  };
  return html`
    ${selection.size > 1 ? html`<span class="bar-count">${selection.size} selected</span>` : ""}
    ${notes.length === 1 && desk.mayEdit ? html`${button("edit")}${button("link")}` : ""}
    ${notes.length && desk.mayEdit ? html`<button class="icon-button" title="Another kind" aria-label="Another kind" @click=${toggle}>${icon("convert")}</button>` : ""}
    ${notes.some(({ kind }) => kind === "domain_event") && desk.mayEdit ? button("pivotal") : ""}
    ${notes.length > 1 && desk.mayEdit ? html`${button("align-row")}${button("frame")}` : ""}
    ${desk.mayEdit && (notes.length || desk.selectedFrames.length) ? button("duplicate") : ""}
    ${button("details")}
    ${desk.mayEdit ? html`<span class="divider"></span>${button("remove")}` : ""}`;
}
