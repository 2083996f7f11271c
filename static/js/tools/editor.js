/**
 * Writing on a note: a textarea laid over it. Typing is presence; a pause of a second, or the end, becomes one operation.
 * A new note is added to the board with its first text, so that a note that nobody wrote on never was.
 */
import { KINDS } from "../model/kinds.js";
import { ICONS } from "../lib/icons.js";
import { shapeOf, textRoom } from "../canvas/layout.js";
import { GAP } from "./edits.js";
import { freePlace } from "./placing.js";
import { LOOKING_ON } from "./wording.js";

/** @typedef {import("./workspace.js").Workspace} Workspace */
/** @typedef {import("../canvas/camera.js").Point} Point */
/**
 * @typedef {{id: string | null, kind: string, x: number, y: number, was: string, after: string | null}} Writing
 * `id` null: not on the board yet; `after`: the note that a link then leads from */

const PAUSE = 1000;
export const LONGEST = 1000;
/** How much longer than its note the sheet gets while somebody writes more than fits, in board units; then it scrolls. */
const MOST_GROWN = 240;

export class Editor {
  #desk;
  #node;
  #input;
  #icon;
  /** @type {Writing | null} */
  #writing = null;
  #pause = 0;

  /** @param {Workspace} desk */
  constructor(desk) {
    this.#desk = desk;
    this.#node = document.createElement("div");
    this.#node.className = "editor note";
    this.#node.hidden = true;
    const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    drawing.setAttribute("viewBox", "0 0 16 16");
    drawing.setAttribute("class", "note-icon");
    drawing.setAttribute("aria-hidden", "true");
    this.#icon = document.createElementNS("http://www.w3.org/2000/svg", "path");
    drawing.append(this.#icon);
    this.#input = document.createElement("textarea");
    this.#input.maxLength = LONGEST;
    this.#input.rows = 1;
    this.#input.spellcheck = true;
    this.#input.autocomplete = "off";
    this.#node.append(drawing, this.#input);
    desk.wall.layer.append(this.#node);
    this.#input.addEventListener("input", () => this.#typed());
    this.#input.addEventListener("keydown", (event) => this.#key(event));
    this.#input.addEventListener("blur", () => (document.hasFocus() ? this.finish() : this.#commit()));
  }

  /** @returns {string | null} the note that is being written on */
  get id() {
    return this.#writing?.id ?? null;
  }

  get active() {
    return this.#writing !== null;
  }

  /** Writes on a note that is there. @param {string} id @param {string} [text] instead of what is on it */
  edit(id, text) {
    const element = this.#desk.board.elements.get(id);
    if (!element || !this.#desk.mayWrite(element.kind)) return;
    this.finish();
    const { x, y } = this.#desk.scene.placeOf(element);
    this.#open({ id, kind: element.kind, x, y, was: element.label, after: null }, text ?? element.label);
    this.#input.select();
  }

  /**
   * A new note at `place`, its upper left corner; linked from the note `after` once it is written.
   * @param {string} kind @param {Point} place @param {string} [text] @param {string | null} [after]
   */
  write(kind, place, text = "", after = null) {
    if (!this.#desk.mayWrite(kind)) return this.#desk.notify(LOOKING_ON);
    this.finish();
    this.#desk.kind = kind;
    this.#open({ id: null, kind, x: place.x, y: place.y, was: "", after }, text);
    this.#desk.dispatchEvent(new Event("writing"));
  }

  /** Ends writing and keeps the text. */
  finish() {
    if (!this.#writing) return;
    const { id, x, y, kind } = this.#writing;
    this.#commit();
    const kept = this.#writing?.id ?? id;
    this.#close();
    return { id: kept, kind, x, y };
  }

  /** @param {Writing} writing @param {string} text */
  #open(writing, text) {
    const { wall, selection } = this.#desk;
    this.#writing = writing;
    const { width, height, icon, turned } = shapeOf(writing.kind);
    const node = this.#node;
    node.dataset.kind = writing.kind;
    node.dataset.shape = turned ? "turned" : (KINDS[writing.kind]?.shape ?? "square");
    node.style.width = `${width}px`;
    node.style.height = `${height}px`;
    node.style.transform = `translate(${writing.x}px, ${writing.y}px)`;
    this.#icon.setAttribute("d", ICONS[writing.kind] ?? "");
    node.style.setProperty("--icon-x", `${icon.x}px`);
    const { name, wording } = KINDS[writing.kind] ?? { name: "Note", wording: "" };
    this.#input.setAttribute("aria-label", `${name}. ${wording}`);
    this.#input.placeholder = wording;
    this.#input.value = text;
    node.hidden = false;
    if (writing.id) selection.set([writing.id]);
    else selection.set([], selection.focus);
    this.#fit();
    this.#input.focus({ preventScroll: true });
    const box = { minX: writing.x, minY: writing.y, maxX: writing.x + width, maxY: writing.y + height };
    if (wall.camera.zoom < 0.5) wall.fit(around(box), { maxZoom: 1 });
    else wall.reveal(box);
    wall.invalidate();
  }

  #close() {
    clearTimeout(this.#pause);
    const id = this.#writing?.id;
    this.#writing = null;
    this.#node.hidden = true;
    this.#desk.session.present({ typing: null });
    if (id) this.#desk.selection.set([id]);
    this.#desk.wall.invalidate();
  }

  #typed() {
    const writing = this.#writing;
    if (!writing) return;
    this.#fit();
    if (writing.id) this.#desk.session.present({ typing: { id: writing.id, text: this.#input.value } });
    clearTimeout(this.#pause);
    this.#pause = window.setTimeout(() => this.#commit(), PAUSE);
  }

  /** Sends what changed since the last time. */
  #commit() {
    clearTimeout(this.#pause);
    const writing = this.#writing;
    if (!writing) return;
    const text = this.#input.value.trim();
    const { edits, session } = this.#desk;
    if (writing.id === null) {
      if (!text) return;
      const { kind, x, y, after } = writing;
      writing.id = edits.addNote({ kind, label: text, x, y }, after);
    } else if (text !== writing.was) edits.setLabel(writing.id, text, writing.was);
    writing.was = text;
    session.present({ typing: null });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === "Escape") {
      event.preventDefault();
      this.#leave();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#next();
    } else if (event.key === "Tab") {
      event.preventDefault();
      this.#leave();
    }
  }

  #leave() {
    const done = this.finish();
    const { wall } = this.#desk;
    wall.flush();
    (wall.nodeOf(done?.id ?? "") ?? wall.root).focus({ preventScroll: true });
  }

  /** Enter: the next note of the same kind, to the right, as a timeline runs. An empty note ends the row. */
  #next() {
    const empty = this.#input.value.trim() === "";
    if (empty) return this.#leave();
    const done = this.finish();
    if (!done) return;
    const { width } = shapeOf(done.kind);
    this.write(done.kind, freePlace(this.#desk.scene, done.kind, { x: done.x + width + GAP, y: done.y }));
  }

  /** Gives the text the size and place that it will have on the note. */
  #fit() {
    if (!this.#writing) return;
    const { kind } = this.#writing;
    const room = textRoom(kind);
    const { text: area, height, turned } = shapeOf(kind);
    const shown = this.#input.value || this.#input.placeholder;
    const { size, lineHeight, lines, cut } = this.#desk.text.fit(shown, room.width, room.height);
    const input = this.#input;
    const used = Math.max(1, lines.length) * lineHeight;
    // One line more than ours: the browser may break lines elsewhere.
    const needed = cut && !turned ? (this.#desk.text.wrap(shown, room.width, size).lines.length + 1) * lineHeight : 0;
    const grown = Math.min(MOST_GROWN, Math.max(0, needed - room.height));
    this.#node.style.height = `${height + grown}px`;
    input.style.left = `${area.minX - 1}px`;
    input.style.width = `${room.width + 2}px`;
    input.style.top = `${area.minY}px`;
    input.style.height = `${room.height + grown}px`;
    input.style.paddingTop = `${Math.max(0, (room.height - used) / 2)}px`;
    input.style.fontSize = `${size}px`;
    input.style.lineHeight = `${lineHeight}px`;
  }
}

/** @param {import("../canvas/camera.js").Box} box */
function around(box) {
  return { minX: box.minX - 300, minY: box.minY - 200, maxX: box.maxX + 300, maxY: box.maxY + 200 };
}
