/** What the tools, commands and panels of the board page share: the session, the wall and what is selected on it. */
import { Scene } from "../canvas/scene.js";
import { Selection } from "../canvas/selection.js";
import { TextLayout, canvasMeasure } from "../canvas/text.js";
import { Theme } from "../canvas/theme.js";
import { titleOf } from "../canvas/ground.js";
import { Wall } from "../canvas/wall.js";
import { initials } from "../lib/initials.js";
import { Edits } from "./edits.js";
import { Editor } from "./editor.js";
import { Toolbox } from "./toolbox.js";
import { SelectTool } from "./select.js";

/** @typedef {import("../sync/session.js").Session} Session */
/** @typedef {import("../canvas/camera.js").Point} Point */
/** @typedef {import("../model/board.js").Element} Element */
/** @typedef {import("../model/board.js").Frame} Frame */
/** @typedef {{count: number, worst: string}} Mark findings beside a note */
/** @typedef {{board: {id: string, name: string}, member: {id: string, name: string, colour: string, role: string}, capabilities: string[], urls: Record<string, string>, problems?: string[]}} Page */

const COMMENTS = new Set(["hotspot", "opportunity", "note"]);

export class Workspace extends EventTarget {
  /** @type {Point | null} the pointer in board units, while it is over the wall */
  pointer = null;
  /** @type {string} the kind that a new note gets */
  kind = "domain_event";
  /** @type {string | null} */
  hovered = null;
  /** @type {Map<string, string>} what others are typing, by element */
  typed = new Map();
  /** @type {Map<string, Mark>} findings by element */
  marks = new Map();

  /** @param {Session} session @param {HTMLElement} root @param {Page} page */
  constructor(session, root, page) {
    super();
    this.session = session;
    this.page = page;
    this.theme = new Theme();
    const context = document.createElement("canvas").getContext("2d");
    this.text = new TextLayout(context ? canvasMeasure(context, this.theme.font) : (text) => text.length * 8);
    this.selection = new Selection();
    this.scene = new Scene(session.board);
    this.wall = new Wall(root, {
      scene: this.scene,
      text: this.text,
      theme: this.theme,
      selection: this.selection,
      look: (element) => this.#look(element),
      labelOf: (element) => this.labelOf(element),
      worstOf: (element) => this.marks.get(element.id)?.worst ?? "",
      pinned: () => this.#pinned(),
      others: () => this.others,
    });
    this.edits = new Edits(this);
    this.editor = new Editor(this);
    this.tools = new Toolbox(root, new SelectTool(this));
    this.titleWidth = (/** @type {string} */ title) => this.text.width(title) * 1.06;
  }

  get board() {
    return this.session.board;
  }

  /** Whether this person may change the board. */
  get mayEdit() {
    return this.page.capabilities.includes("edit");
  }

  get mayDecide() {
    return this.page.capabilities.includes("decide");
  }

  /** Whether this person may write a note of this kind: who may only comment writes hotspots, opportunities and texts. @param {string} kind */
  mayWrite(kind) {
    return this.mayEdit || (this.page.capabilities.includes("comment") && COMMENTS.has(kind));
  }

  /** Everybody else who is here. */
  get others() {
    return [...this.session.people.values()].filter((person) => person.id !== this.page.member.id);
  }

  /** @returns {Element[]} selected notes in drawing order */
  get selectedElements() {
    return [...this.selection.ids].map((id) => this.board.elements.get(id)).filter((found) => found !== undefined);
  }

  /** @returns {Frame[]} */
  get selectedFrames() {
    return [...this.selection.ids].map((id) => this.board.frames.get(id)).filter((found) => found !== undefined);
  }

  /** What is selected and only that. @returns {Element | Frame | import("../canvas/scene.js").LinkView | null} */
  get only() {
    if (this.selection.size !== 1) return null;
    const [id] = this.selection.ids;
    if (!id) return null;
    return this.board.elements.get(id) ?? this.board.frames.get(id) ?? this.scene.links.get(id) ?? null;
  }

  /** @param {string} id whether an element, link or frame of this id is there */
  exists(id) {
    return this.board.elements.has(id) || this.board.frames.has(id) || this.scene.links.has(id);
  }

  /** @param {Point | null} point */
  pointerAt(point) {
    this.pointer = point;
    this.session.present({ cursor: point && { x: Math.round(point.x), y: Math.round(point.y) } });
  }

  /** @param {string | null} id */
  hover(id) {
    if (this.hovered === id) return;
    this.hovered = id;
    this.wall.nodeOf(id ?? "")?.classList.add("is-hovered");
    this.wall.invalidate();
  }

  /** @param {string | null} id of a link */
  pointLink(id) {
    this.wall.pointedLink = id;
    this.wall.invalidate();
    this.dispatchEvent(new Event("link"));
  }

  /** Shows a note in the middle of the screen and selects it. @param {string} id */
  flyTo(id) {
    const box = this.scene.box(id);
    if (!box) return;
    this.selection.set([id]);
    const { camera } = this.wall;
    const zoom = camera.zoom < 0.6 ? 1 : camera.zoom;
    const room = { minX: box.minX - 240 / zoom, minY: box.minY - 160 / zoom, maxX: box.maxX + 240 / zoom, maxY: box.maxY + 160 / zoom };
    this.wall.fit(room, { maxZoom: zoom });
  }

  /** Asks whoever shows panels for one. @param {string} name @param {object} [detail] */
  openPanel(name, detail = {}) {
    this.dispatchEvent(new CustomEvent("panel", { detail: { name, ...detail } }));
  }

  /** @param {string} id */
  showFinding(id) {
    this.selection.set([id]);
    this.openPanel("findings", { element: id });
  }

  /** Tells the person something, briefly; `action` offers a way on. @param {string} message @param {{label: string, run: () => void}} [action] */
  notify(message, action) {
    this.dispatchEvent(new CustomEvent("notice", { detail: { message, action } }));
  }

  /** For screen readers. @param {string} message */
  announce(message) {
    this.dispatchEvent(new CustomEvent("announce", { detail: message }));
  }

  /** The label as somebody else is typing it, else as it is. @param {Element} element */
  labelOf(element) {
    return this.typed.get(element.id) ?? element.label;
  }

  /** @param {Element} element @returns {import("../canvas/notes.js").Appearance} */
  #look(element) {
    const mark = this.marks.get(element.id);
    const author = this.hovered === element.id ? (this.session.people.get(element.author ?? "")?.name ?? "") : "";
    return {
      label: this.labelOf(element),
      selected: this.selection.has(element.id),
      focused: this.selection.focus === element.id,
      editing: this.editor.id === element.id,
      lifted: this.scene.displaced.has(element.id),
      findings: mark?.count ?? 0,
      worst: mark?.worst ?? "",
      author: initials(author),
    };
  }

  *#pinned() {
    if (this.selection.focus) yield this.selection.focus;
    if (this.editor.id) yield this.editor.id;
    if (this.scene.displaced.size <= 200) yield* this.scene.displaced.keys();
  }

  /** Puts names of frames where somebody edits or hits them. @param {Frame} frame */
  frameTitle(frame) {
    return titleOf(frame);
  }
}
