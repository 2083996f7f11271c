/** Finding notes by their words: matches are selected, Enter goes to the next, Shift+Enter to the one before. */
import { html, live, render } from "../lib/vendor/lit-html.js";
import { matches } from "../tools/matching.js";
import { icon } from "./icon.js";

/** @typedef {import("../tools/workspace.js").Workspace} Workspace */

export class FindBar {
  #desk;
  #node;
  #query = "";
  #at = 0;
  /** @type {import("../model/board.js").Element[]} */
  #found = [];

  /** @param {Workspace} desk */
  constructor(desk) {
    this.#desk = desk;
    this.#node = document.createElement("search");
    this.#node.className = "find floating";
    this.#node.hidden = true;
    desk.wall.root.after(this.#node);
  }

  open() {
    this.#node.hidden = false;
    this.#draw();
    const input = this.#node.querySelector("input");
    input?.focus();
    input?.select();
  }

  #close() {
    this.#node.hidden = true;
    this.#desk.wall.root.focus({ preventScroll: true });
  }

  /** @param {string} query */
  #search(query) {
    this.#query = query;
    this.#found = matches(this.#desk.board.elements.values(), query);
    this.#at = 0;
    this.#desk.selection.set(this.#found.map(({ id }) => id), this.#found[0]?.id ?? null);
    this.#draw();
  }

  /** @param {number} step */
  #go(step) {
    if (!this.#found.length) return;
    this.#at = (this.#at + step + this.#found.length) % this.#found.length;
    this.#desk.flyTo(this.#found[this.#at]?.id ?? "");
    this.#draw();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === "Escape") this.#close();
    else if (event.key === "Enter") this.#go(event.shiftKey ? -1 : this.#desk.selection.size > 1 ? 0 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #draw() {
    const count = this.#query ? (this.#found.length ? `${this.#at + 1} of ${this.#found.length}` : "none") : "";
    render(
      html`${icon("find")}
        <input class="input input-quiet" type="search" placeholder="Find notes" aria-label="Find notes" .value=${live(this.#query)}
          @input=${(/** @type {Event} */ event) => this.#search(/** @type {HTMLInputElement} */ (event.currentTarget).value)}
          @keydown=${(/** @type {KeyboardEvent} */ event) => this.#key(event)} />
        <span class="muted" aria-live="polite">${count}</span>
        <button class="icon-button" title="Close (Esc)" aria-label="Close" @click=${() => this.#close()}>${icon("close")}</button>`,
      this.#node,
    );
  }
}
