/** The place at the right for one panel at a time; closed unless somebody asks. */
import { html, render } from "../lib/vendor/lit-html.js";
import { icon } from "./icon.js";
import { onceAFrame } from "./frame_scheduler.js";

/** @typedef {import("../tools/workspace.js").Workspace} Workspace */
/**
 * @typedef {object} Panel
 * @property {string} title
 * @property {() => unknown} body
 * @property {(detail: any) => void} [opened]
 * @property {() => void} [drawn]
 */

const NARROW = "(max-width: 720px)";
/** What palette and bars cover of the wall, in pixels. */
const PALETTE = 64;
const NARROW_BARS = 124;

export class Dock {
  #root;
  #desk;
  /** @type {Map<string, Panel>} */
  #panels = new Map();
  #open = "";
  draw = onceAFrame(() => this.#draw());

  /** @param {HTMLElement} root @param {Workspace} desk */
  constructor(root, desk) {
    this.#root = root;
    this.#desk = desk;
    root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.close();
    });
    this.#inset();
    for (const type of ["change", "people"]) desk.session.addEventListener(type, this.draw);
    desk.selection.addEventListener("change", this.draw);
  }

  /** @param {string} name @param {Panel} panel */
  add(name, panel) {
    this.#panels.set(name, panel);
  }

  get open() {
    return this.#open;
  }

  /** @param {string} name */
  has(name) {
    return this.#panels.has(name);
  }

  /** @param {string} name @param {{toggle?: boolean}} [detail] */
  show(name, detail = {}) {
    if (detail.toggle && this.#open === name) return this.close();
    this.#open = name;
    this.#root.hidden = false;
    this.#inset();
    this.#draw();
    this.#panels.get(name)?.opened?.(detail);
    this.#reveal();
    this.#desk.dispatchEvent(new Event("dock"));
  }

  close() {
    if (!this.#open) return;
    this.#open = "";
    this.#root.hidden = true;
    this.#inset();
    this.#desk.wall.root.focus({ preventScroll: true });
    this.#desk.dispatchEvent(new Event("dock"));
  }

  /** What is selected does not stay behind the panel. */
  #reveal() {
    const { scene, selection, wall } = this.#desk;
    const box = selection.size === 1 ? scene.boundsOf(selection.ids) : null;
    const { zoom } = wall.camera;
    if (box && (box.maxX - box.minX) * zoom < this.#root.offsetWidth) wall.reveal(box);
  }

  #inset() {
    const narrow = matchMedia(NARROW).matches;
    const open = this.#open !== "";
    this.#desk.wall.inset = {
      left: narrow ? 0 : PALETTE,
      right: open && !narrow ? this.#root.offsetWidth : 0,
      bottom: narrow ? (open ? this.#root.offsetHeight : NARROW_BARS) : 0,
    };
    this.#desk.wall.root.parentElement?.classList.toggle("has-panel", this.#open !== "");
  }

  #draw() {
    const panel = this.#panels.get(this.#open);
    if (!panel) return;
    this.#root.setAttribute("aria-label", panel.title);
    render(
      html`<header class="panel-head">
          <h2>${panel.title}</h2>
          <button class="icon-button" title="Close (Esc)" aria-label="Close the panel" @click=${() => this.close()}>${icon("close")}</button>
        </header>
        <div class="panel-body">${panel.body()}</div>`,
      this.#root,
    );
    panel.drawn?.();
  }
}
