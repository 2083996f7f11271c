/** Short messages at the bottom of the page; one with an action stays until it is answered. */
import { html, render, repeat } from "../lib/vendor/lit-html.js";
import { icon } from "./icon.js";

/** @typedef {{id: number, message: string, action?: {label: string, run: () => void}}} Notice */

const STAYS = 6000;
const MOST = 3;

export class Notices {
  #root;
  /** @type {Notice[]} */
  #notices = [];
  #next = 0;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
  }

  /** @param {string} message @param {{label: string, run: () => void}} [action] */
  show(message, action) {
    if (this.#notices.some((notice) => notice.message === message)) return;
    const id = this.#next++;
    this.#notices = [...this.#notices, { id, message, ...(action ? { action } : {}) }].slice(-MOST);
    if (!action) setTimeout(() => this.#remove(id), STAYS);
    this.#draw();
  }

  /** @param {number} id */
  #remove(id) {
    this.#notices = this.#notices.filter((notice) => notice.id !== id);
    this.#draw();
  }

  #draw() {
    const one = (/** @type {Notice} */ { id, message, action }) => html`<div class="notice">
      <p>${message}</p>
      ${action ? html`<button class="button" @click=${() => (this.#remove(id), action.run())}>${action.label}</button>` : ""}
      <button class="button" aria-label="Dismiss" @click=${() => this.#remove(id)}>${icon("close")}</button>
    </div>`;
    render(repeat(this.#notices, ({ id }) => id, one), this.#root);
  }
}
