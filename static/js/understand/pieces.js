import { html, nothing } from "../lib/vendor/lit-html.js";
import { kindName } from "./boxes.js";

/**
 * Small pieces that several places show: notes as links to the wall, reasons, empty places that teach.
 *
 * @typedef {{board: import("../api/shapes.js").BoardState, edges: {boardUrl: string}}} OnBoard
 */

/** A note, leading to itself on the wall. @param {OnBoard} screen @param {string} id */
export function noteLink(screen, id) {
  const element = screen.board.elements.get(id);
  if (!element) return html`<span class="note-link note-gone">a note that is gone</span>`;
  return html`<a class="note-link kind-${element.kind}" href=${noteUrl(screen, id)} title="${kindName(element.kind)}: show on the wall"
    >${element.label || "(without words)"}</a
  >`;
}

/** @param {OnBoard} screen @param {string} id */
export function noteUrl(screen, id) {
  return `${screen.edges.boardUrl}#note=${encodeURIComponent(id)}`;
}

/** @param {OnBoard} screen @param {string} id */
export function labelOf(screen, id) {
  return screen.board.elements.get(id)?.label || "a note without words";
}

/** Reasons, closed until somebody wonders. @param {string[]} because @param {{open?: boolean, title?: string}} [options] */
export function why(because, { open = false, title = "Why" } = {}) {
  if (!because.length) return nothing;
  return html`<details class="why" ?open=${open}>
    <summary>${title}</summary>
    <ul>
      ${because.map((sentence) => html`<li>${sentence}</li>`)}
    </ul>
  </details>`;
}

/** @param {string} title @param {unknown} text @param {unknown} [action] */
export function empty(title, text, action = nothing) {
  return html`<div class="empty">
    <h2>${title}</h2>
    <p>${text}</p>
    ${action}
  </div>`;
}

/** @param {{byId: Map<string, {name: string}>, tints: import("./tints.js").Tints}} screen @param {string} id */
export function contextBadge(screen, id) {
  return html`<span class="context-badge ${screen.tints.name(id)}">${screen.byId.get(id)?.name ?? "no context"}</span>`;
}

/** "published_language" → "published language". @param {string} code */
export function words(code) {
  return code === "customer_supplier" ? "customer/supplier" : code.replaceAll("_", " ");
}
