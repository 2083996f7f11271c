/** The panel of what is selected: a note, a frame, a link, or several notes. Each property is one operation when one leaves it. */
import { html, live } from "../lib/vendor/lit-html.js";
import { FRAME_KINDS, KINDS } from "../model/kinds.js";
import { fieldsEditor } from "./fields.js";
import { contextSection } from "./context.js";
import { linkSection } from "./link_details.js";
import { icon, swatch } from "./icon.js";

/** @typedef {import("../tools/workspace.js").Workspace} Workspace */
/** @typedef {import("./analysis.js").AnalysisFeed} AnalysisFeed */
/** @typedef {import("../model/board.js").Element} Element */
/** @typedef {import("../model/board.js").Frame} Frame */

const COMMENTS = new Set(["hotspot", "opportunity", "note", "actor"]);

/** @param {Workspace} desk @param {AnalysisFeed} feed @param {() => void} draw @returns {import("./dock.js").Panel} */
export function detailsPanel(desk, feed, draw) {
  feed.addEventListener("change", draw);
  let wanted = "";
  return {
    title: "Details",
    opened: ({ focus }) => {
      wanted = focus ?? "";
    },
    drawn: () => {
      if (!wanted) return;
      const input = document.querySelector(`#panel [name="${wanted}"]`);
      if (input instanceof HTMLInputElement || input instanceof HTMLTextAreaElement) {
        wanted = "";
        input.focus();
        input.select();
      }
    },
    body: () => {
      const { only } = desk;
      if (!only) return several(desk);
      if ("from" in only) return linkSection(desk, only);
      return "width" in only ? frameSection(desk, only) : noteSection(desk, feed, only);
    },
  };
}

/** @param {Workspace} desk */
function several(desk) {
  const count = desk.selectedElements.length;
  if (!count) return html`<p class="panel-empty">Select a note, a link or a frame to see what is known about it.</p>`;
  /** @type {Map<string, number>} */
  const kinds = new Map();
  for (const { kind } of desk.selectedElements) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  return html`<p class="muted">${count} notes</p>
    <ul class="kind-counts">${[...kinds].map(([kind, number]) => html`<li>${swatch(kind)} ${KINDS[kind]?.name} <span class="badge">${number}</span></li>`)}</ul>`;
}

/** @param {Workspace} desk @param {AnalysisFeed} feed @param {Element} element */
function noteSection(desk, feed, element) {
  const { id, kind, label, description = "", pivotal = false, state = "" } = element;
  const { edits, mayEdit } = desk;
  const set = (/** @type {string} */ property) => (/** @type {Event} */ event) => {
    const value = valueOf(event);
    const was = String(element[/** @type {"description"} */ (property)] ?? "");
    if (value !== was) edits.setElement(id, property, value, property === "description" ? was : undefined);
  };
  return html`<div class="stack" data-note=${id}>
    <div class="row">
      ${swatch(kind)}
      <select class="input grow" aria-label="Kind" ?disabled=${!mayEdit} @change=${(/** @type {Event} */ event) => edits.convert(valueOf(event))}>
        ${Object.values(KINDS).map(({ code, name }) => html`<option value=${code} ?selected=${code === kind}>${name}</option>`)}
      </select>
    </div>
    <label class="field"><span>Text</span>
      <textarea class="input" name="label" rows="2" maxlength="1000" ?readonly=${!mayEdit} placeholder=${KINDS[kind]?.wording ?? ""}
        .value=${live(label)} @change=${(/** @type {Event} */ event) => edits.setLabel(id, valueOf(event).trim(), label)}></textarea>
    </label>
    <label class="field"><span>Description</span>
      <textarea class="input" name="description" rows="3" maxlength="20000" ?readonly=${!mayEdit} .value=${live(description)} @change=${set("description")}></textarea>
    </label>
    ${kind === "domain_event"
      ? check("Pivotal: a boundary in the timeline", pivotal, mayEdit, (on) => edits.setElement(id, "pivotal", on))
      : ""}
    ${kind === "hotspot" ? check("Resolved", state === "resolved", mayEdit, (on) => edits.setElement(id, "state", on ? "resolved" : "open")) : ""}
    ${COMMENTS.has(kind) ? "" : fieldsEditor(desk, element)}
    ${findingsOf(desk, feed, id)}
    ${contextSection(desk, feed, id)}
  </div>`;
}

/** @param {Workspace} desk @param {AnalysisFeed} feed @param {string} id */
function findingsOf(desk, feed, id) {
  const own = feed.findings.filter(({ element }) => element === id);
  if (!own.length) return "";
  return html`<section class="section">
    <h3>Findings</h3>
    <ul class="findings-small">
      ${own.map(({ message, fix, severity }) => html`<li data-severity=${severity}>${icon("findings")}<span>${message} <span class="muted">${fix}</span></span></li>`)}
    </ul>
  </section>`;
}

/** @param {Workspace} desk @param {Frame} frame */
function frameSection(desk, { id, kind, label = "", elements = [] }) {
  const { edits, mayEdit } = desk;
  return html`<div class="stack">
    <label class="field"><span>Name</span>
      <input class="input" name="label" maxlength="1000" ?readonly=${!mayEdit} placeholder=${FRAME_KINDS[kind] ?? ""} .value=${live(label)}
        @change=${(/** @type {Event} */ event) => edits.setFrame(id, "label", valueOf(event).trim())} />
    </label>
    <label class="field"><span>Kind</span>
      <select class="input" ?disabled=${!mayEdit} @change=${(/** @type {Event} */ event) => edits.setFrame(id, "kind", valueOf(event))}>
        ${Object.entries(FRAME_KINDS).map(([code, name]) => html`<option value=${code} ?selected=${code === kind}>${name}</option>`)}
      </select>
    </label>
    <p class="muted">${elements.length} ${elements.length === 1 ? "member" : "members"}. A note dropped into the frame joins it; moving the frame takes them along.</p>
  </div>`;
}

/** @param {string} label @param {boolean} on @param {boolean} enabled @param {(on: boolean) => void} change */
function check(label, on, enabled, change) {
  const changed = (/** @type {Event} */ event) => change(/** @type {HTMLInputElement} */ (event.currentTarget).checked);
  return html`<label class="check"><input type="checkbox" .checked=${live(on)} ?disabled=${!enabled} @change=${changed} /> ${label}</label>`;
}

/** @param {Event} event */
export function valueOf(event) {
  return /** @type {HTMLInputElement} */ (event.currentTarget).value;
}
