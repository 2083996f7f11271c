/** A link: its two ends, its role and alternative; an inferred one with its reason, to confirm or forbid. */
import { html } from "../lib/vendor/lit-html.js";
import * as operations from "../model/operations.js";
import { newId } from "../lib/identifier.js";
import { icon, swatch } from "./icon.js";

/** @typedef {import("../tools/workspace.js").Workspace} Workspace */
/** @typedef {import("../canvas/scene.js").LinkView} LinkView */

/** @type {Record<string, string>} */
const MODES = { "": "Always", X: "X: exactly one of these", O: "O: one or more of these", "+": "+: all of these" };

/** @param {Workspace} desk @param {LinkView} link */
export function linkSection(desk, link) {
  const end = (/** @type {string} */ id) => {
    const note = desk.board.elements.get(id);
    return note ? html`<button class="outline-row" @click=${() => desk.flyTo(id)}>${swatch(note.kind)}<span>${note.label || "Empty"}</span></button>` : "";
  };
  return html`<div class="stack">
    <div>${end(link.from)}${end(link.to)}</div>
    ${link.because ? html`<p>${link.because}</p>` : ""}
    ${link.inferred ? verdicts(desk, link) : drawn(desk, link)}
  </div>`;
}

/** @param {Workspace} desk @param {LinkView} link */
export function verdicts({ edits, mayEdit }, { from, to }) {
  return html`<div class="row">
    <button class="button button-primary" ?disabled=${!mayEdit} @click=${() => edits.decideLink(from, to, "confirmed")}>${icon("check")} Confirm</button>
    <button class="button" ?disabled=${!mayEdit} @click=${() => edits.decideLink(from, to, "forbidden")}>${icon("forbid")} Forbid</button>
  </div>`;
}

/** @param {Workspace} desk @param {LinkView} view */
function drawn(desk, { id, from, to }) {
  const link = desk.board.links.get(id);
  if (!link) {
    return html`<button class="button" ?disabled=${!desk.mayEdit} @click=${() => desk.edits.decideLink(from, to, null)}>Take the confirmation back</button>`;
  }
  const set = (/** @type {string} */ property, /** @type {unknown} */ value) => desk.edits.do([operations.setLink(id, property, value)], "Change a link");
  const mode = link.group?.mode ?? (link.group ? "X" : "");
  const chosen = (/** @type {Event} */ event) => {
    const wanted = /** @type {HTMLSelectElement} */ (event.currentTarget).value;
    alternate(desk, link.from, wanted);
  };
  return html`
    <label class="check"><input type="checkbox" .checked=${link.role === "compensates"} ?disabled=${!desk.mayEdit}
      @change=${() => set("role", link.role === "compensates" ? "flow" : "compensates")} /> Compensates: takes the other back</label>
    <label class="field"><span>Where several links leave this note</span>
      <select class="input" ?disabled=${!desk.mayEdit} @change=${chosen}>
        ${Object.entries(MODES).map(([code, name]) => html`<option value=${code} ?selected=${code === mode}>${name}</option>`)}
      </select>
    </label>`;
}

/** Makes all links that leave a note alternatives of each other. @param {Workspace} desk @param {string} from @param {string} mode */
function alternate({ board, edits }, from, mode) {
  const leaving = [...board.links.values()].filter((link) => link.from === from && link.role !== "compensates");
  const group = mode ? { id: leaving.find((link) => link.group)?.group?.id ?? newId(), mode } : null;
  edits.do(leaving.map(({ id }) => operations.setLink(id, "group", group)), "Change alternatives");
}
