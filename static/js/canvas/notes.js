/**
 * Notes as real DOM elements, for near: only those in sight, from a pool, a bounded number of new ones a frame. The focused,
 * edited or dragged note is always here and is never handed to another note.
 */
import { ICONS } from "../lib/icons.js";
import { KINDS } from "../model/kinds.js";
import { shapeOf, textRoom } from "./layout.js";

/** @typedef {import("../model/board.js").Element} Element */
/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./text.js").TextLayout} TextLayout */
/**
 * @typedef {object} Appearance what a note shows besides its element
 * @property {string} label
 * @property {boolean} selected
 * @property {boolean} focused
 * @property {boolean} editing
 * @property {boolean} lifted
 * @property {number} findings
 * @property {string} worst severity of the findings
 * @property {string} author initials
 */
/** @typedef {{root: HTMLElement, icon: SVGPathElement, text: HTMLElement, badge: HTMLElement, author: HTMLElement, element: Element | null, key: string}} View */

export const MOUNTS_A_FRAME = 48;
const SPARE = 200;

export class NotePool {
  #layer;
  #scene;
  #layout;
  #look;
  /** @type {Map<string, View>} */
  #mounted = new Map();
  /** @type {View[]} */
  #spare = [];

  /**
   * @param {HTMLElement} layer @param {Scene} scene @param {TextLayout} layout
   * @param {(element: Element) => Appearance} look
   */
  constructor(layer, scene, layout, look) {
    this.#layer = layer;
    this.#scene = scene;
    this.#layout = layout;
    this.#look = look;
  }

  get size() {
    return this.#mounted.size;
  }

  /** @param {string} id */
  has(id) {
    return this.#mounted.has(id);
  }

  /** @param {string} id @returns {HTMLElement | undefined} */
  node(id) {
    return this.#mounted.get(id)?.root;
  }

  /**
   * Shows exactly `wanted` as far as this frame's budget allows; `pinned` come first, whatever the budget.
   * @param {readonly Element[]} wanted @param {readonly Element[]} pinned
   * @returns {Element[]} those that did not fit into the budget: draw them otherwise, and call again
   */
  show(wanted, pinned) {
    const keep = new Set(wanted.map((element) => element.id));
    for (const { id } of pinned) keep.add(id);
    for (const id of this.#mounted.keys()) if (!keep.has(id)) this.#unmount(id);
    let budget = MOUNTS_A_FRAME;
    const late = [];
    for (const element of pinned) this.#put(element);
    for (const element of wanted) {
      if (this.#mounted.has(element.id)) this.#put(element);
      else if (budget > 0) {
        budget -= 1;
        this.#put(element);
      } else late.push(element);
    }
    return late;
  }

  /** @param {Element} element */
  #put(element) {
    let view = this.#mounted.get(element.id);
    if (!view) {
      view = this.#spare.pop() ?? makeView();
      this.#mounted.set(element.id, view);
      if (!view.root.isConnected) this.#layer.append(view.root);
      view.root.hidden = false;
    }
    this.#place(view, element);
    const look = this.#look(element);
    const key = appearanceKey(look);
    if (view.element === element && view.key === key) return;
    this.#draw(view, element, look);
    view.element = element;
    view.key = key;
  }

  /** @param {View} view @param {Element} element */
  #place(view, element) {
    const { x, y } = this.#scene.placeOf(element);
    const transform = `translate(${x}px, ${y}px)`;
    if (view.root.style.transform !== transform) view.root.style.transform = transform;
    const rank = String(this.#scene.rank(element.id) + 1);
    if (view.root.style.zIndex !== rank) view.root.style.zIndex = rank;
  }

  /** @param {View} view @param {Element} element @param {Appearance} look */
  #draw({ root, icon, text, badge, author }, element, look) {
    const shape = shapeOf(element.kind);
    const room = textRoom(element.kind);
    const fitted = this.#layout.fit(look.label, room.width, room.height);
    const kind = KINDS[element.kind];
    root.dataset.id = element.id;
    root.dataset.kind = element.kind;
    root.dataset.shape = kind?.shape ?? "square";
    root.style.width = `${shape.width}px`;
    root.style.height = `${shape.height}px`;
    icon.setAttribute("d", ICONS[element.kind] ?? ICONS.note ?? "");
    text.textContent = fitted.lines.join("\n");
    text.style.fontSize = `${fitted.size}px`;
    text.style.lineHeight = `${fitted.lineHeight}px`;
    text.style.left = `${shape.text.minX}px`;
    text.style.top = `${shape.text.minY}px`;
    text.style.width = `${room.width}px`;
    text.style.height = `${room.height}px`;
    root.title = fitted.cut ? look.label : "";
    root.tabIndex = look.focused ? 0 : -1;
    root.classList.toggle("is-lifted", look.lifted);
    root.classList.toggle("is-editing", look.editing);
    root.classList.toggle("is-pivotal", Boolean(element.pivotal));
    root.classList.toggle("is-resolved", element.state === "resolved");
    root.setAttribute("aria-pressed", String(look.selected));
    root.setAttribute("aria-label", nameOf(element, look.label));
    badge.hidden = look.findings === 0;
    badge.textContent = look.findings > 1 ? String(look.findings) : "!";
    badge.dataset.severity = look.worst;
    author.hidden = look.author === "";
    author.textContent = look.author;
  }

  /** @param {string} id */
  #unmount(id) {
    const view = this.#mounted.get(id);
    if (!view) return;
    this.#mounted.delete(id);
    view.element = null;
    view.key = "";
    if (this.#spare.length < SPARE) {
      view.root.hidden = true;
      view.root.tabIndex = -1;
      this.#spare.push(view);
    } else view.root.remove();
  }
}

/** What a screen reader says. @param {Element} element @param {string} label */
export function nameOf(element, label) {
  const kind = KINDS[element.kind]?.name ?? "Note";
  const marks = [element.pivotal ? "pivotal" : "", element.state === "resolved" ? "resolved" : ""].filter(Boolean);
  return `${kind}: ${label || "empty"}${marks.length ? `, ${marks.join(", ")}` : ""}`;
}

/** @param {Appearance} look */
function appearanceKey({ label, selected, focused, editing, lifted, findings, worst, author }) {
  return `${+selected}${+focused}${+editing}${+lifted}|${findings}|${worst}|${author}|${label}`;
}

/** @returns {View} */
function makeView() {
  const root = document.createElement("div");
  root.className = "note";
  root.setAttribute("role", "button");
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawing.setAttribute("viewBox", "0 0 16 16");
  drawing.setAttribute("class", "note-icon");
  drawing.setAttribute("aria-hidden", "true");
  const icon = document.createElementNS("http://www.w3.org/2000/svg", "path");
  drawing.append(icon);
  const text = document.createElement("div");
  text.className = "note-text";
  const badge = document.createElement("span");
  badge.className = "note-badge";
  badge.setAttribute("aria-hidden", "true");
  const author = document.createElement("span");
  author.className = "note-author";
  author.setAttribute("aria-hidden", "true");
  root.append(drawing, text, badge, author);
  return { root, icon, text, badge, author, element: null, key: "" };
}
