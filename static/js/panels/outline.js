/** The wall as a list in timeline order: for screen readers, for keyboards, and for finding one's way. Built as one scrolls. */
import { html, repeat } from "../lib/vendor/lit-html.js";
import { KINDS } from "../model/kinds.js";
import { timeline } from "../tools/roving.js";
import { nameOf } from "../canvas/notes.js";
import { swatch } from "./icon.js";

/** @typedef {import("../tools/workspace.js").Workspace} Workspace */
/** @typedef {import("../model/board.js").Element} Element */

const A_PAGE = 100;

/** @param {Workspace} desk @param {() => void} draw @returns {import("./dock.js").Panel} */
export function outlinePanel(desk, draw) {
  let shown = A_PAGE;
  let wanted = "";
  /** @type {Element[] | null} */
  let sorted = null;
  desk.session.addEventListener("change", () => {
    sorted = null;
  });
  const more = (/** @type {Event} */ event) => {
    const list = /** @type {HTMLElement} */ (event.currentTarget);
    if (list.scrollTop + list.clientHeight > list.scrollHeight - 400 && shown < desk.board.elements.size) {
      shown += A_PAGE;
      draw();
    }
  };
  const filter = (/** @type {Event} */ event) => {
    wanted = /** @type {HTMLSelectElement} */ (event.currentTarget).value;
    shown = A_PAGE;
    draw();
  };
  return {
    title: "Outline",
    opened: () => document.querySelector(/** @type {"button"} */ (".outline button"))?.focus(),
    body: () => {
      sorted ??= timeline(desk.board.elements.values());
      const list = wanted ? sorted.filter(({ kind }) => kind === wanted) : sorted;
      return html`
        <select class="input" aria-label="Kind of note" @change=${filter}>
          <option value="">All kinds (${desk.board.elements.size})</option>
          ${Object.values(KINDS).map(({ code, name }) => html`<option value=${code}>${name}</option>`)}
        </select>
        <ol class="outline" aria-label="Notes from left to right" @scroll=${more} @keydown=${walk}>
          ${repeat(list.slice(0, shown), ({ id }) => id, (element) => row(desk, element))}
        </ol>
        ${list.length ? "" : html`<p class="panel-empty">No notes yet.</p>`}
      `;
    },
  };
}

/** @param {Workspace} desk @param {Element} element */
function row(desk, element) {
  const selected = desk.selection.has(element.id);
  return html`<li>
    <button class="outline-row" aria-label=${nameOf(element, element.label)} aria-current=${selected ? "true" : "false"} @click=${() => desk.flyTo(element.id)}>
      ${swatch(element.kind)}<span>${element.label || "Empty"}</span>
    </button>
  </li>`;
}

/** Arrow keys go from row to row. @param {KeyboardEvent} event */
function walk(event) {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const item = event.target instanceof Element ? event.target.closest("li") : null;
  const next = event.key === "ArrowDown" ? item?.nextElementSibling : item?.previousElementSibling;
  const button = next?.querySelector("button");
  if (!button) return;
  event.preventDefault();
  event.stopPropagation();
  button.focus();
}
