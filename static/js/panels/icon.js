/** An icon in a template. */
import { svg, html } from "../lib/vendor/lit-html.js";
import { ICONS } from "../lib/icons.js";

/** @param {string} name */
export function icon(name) {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">${svg`<path d=${ICONS[name] ?? ""}></path>`}</svg>`;
}

/** A small square of a kind's colour with its icon. @param {string} kind */
export function swatch(kind) {
  return html`<span class="swatch" data-kind=${kind}>${icon(kind)}</span>`;
}
