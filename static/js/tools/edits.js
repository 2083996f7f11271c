/** What a person can do to the board from the wall. Each method makes the operations and hands them to the session as one step. */
import { shapeOf } from "../canvas/layout.js";
import { holds } from "../canvas/spatial_index.js";
import { newId } from "../lib/identifier.js";
import * as operations from "../model/operations.js";
import { KINDS } from "../model/kinds.js";
import { LOOKING_ON } from "./wording.js";

/** @typedef {import("./workspace.js").Workspace} Workspace */
/** @typedef {import("../canvas/camera.js").Point} Point */
/** @typedef {import("../canvas/camera.js").Box} Box */
/** @typedef {import("../model/board.js").Element} Element */
/** @typedef {import("../model/board.js").Frame} Frame */
/** @typedef {import("../model/operations.js").Operation} Operation */

const GRID = 4;
export const GAP = 24;

/** @param {number} value */
export function onGrid(value) {
  return Math.round(value / GRID) * GRID;
}

export class Edits {
  #desk;

  /** @param {Workspace} desk */
  constructor(desk) {
    this.#desk = desk;
  }

  /** @param {Operation[]} ops @param {string} label of the step, as undo names it */
  do(ops, label) {
    if (!ops.length) return;
    if (!this.#desk.mayEdit && !this.#desk.page.capabilities.includes("comment")) return this.#desk.notify(LOOKING_ON);
    this.#desk.session.do(ops, { label });
  }

  /**
   * Adds a note; it joins the frames that it lies in.
   * @param {Omit<Element, "id">} note @param {string | null} [after] the note that a link leads from @returns {string} its id
   */
  addNote(note, after = null) {
    const element = /** @type {Element} */ ({ ...note, id: newId() });
    const ops = [operations.addElements([element])];
    for (const frame of this.framesAround(element)) ops.push(operations.joinFrame(frame.id, [element.id]));
    if (after && this.#desk.board.elements.has(after)) ops.push(operations.addLinks([{ id: newId(), from: after, to: element.id }]));
    this.do(ops, `Add ${nameOf(element)}`);
    return element.id;
  }

  /** @param {string} id @param {string} label @param {string} was the text that the person started from */
  setLabel(id, label, was) {
    this.do([operations.setLabel(id, label, was)], "Change a text");
  }

  /** @param {string} id @param {string} property @param {unknown} value @param {unknown} [was] */
  setElement(id, property, value, was) {
    this.do([operations.setElement(id, property, value, was)], `Change ${property}`);
  }

  /** @param {ReadonlyMap<string, Point>} places by element or frame id */
  move(places) {
    const { board } = this.#desk;
    /** @type {[string, number, number][]} */
    const notes = [];
    /** @type {[string, number, number][]} */
    const frames = [];
    for (const [id, { x, y }] of places) (board.frames.has(id) ? frames : notes).push([id, x, y]);
    const ops = [];
    if (frames.length) ops.push(operations.moveFrames(frames));
    if (notes.length) ops.push(operations.moveElements(notes));
    ops.push(...this.#membership(notes, new Set(places.keys())));
    this.do(ops, notes.length + frames.length > 1 ? `Move ${notes.length + frames.length} things` : "Move");
  }

  /** @param {number} dx @param {number} dy */
  nudge(dx, dy) {
    const { selectedElements, selectedFrames } = this.#desk;
    /** @type {Map<string, Point>} */
    const places = new Map();
    for (const { id, x = 0, y = 0 } of [...selectedElements, ...this.membersOf(selectedFrames), ...selectedFrames]) {
      places.set(id, { x: x + dx, y: y + dy });
    }
    this.move(places);
  }

  /** The notes inside these frames, frames inside them included. @param {readonly Frame[]} frames @returns {Element[]} */
  membersOf(frames) {
    const { board } = this.#desk;
    const found = new Set();
    const waiting = frames.flatMap((frame) => [...(frame.elements ?? [])]);
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      if (found.has(id)) continue;
      found.add(id);
      waiting.push(...(board.frames.get(id)?.elements ?? []));
    }
    return [...found].map((id) => board.elements.get(id)).filter((element) => element !== undefined);
  }

  remove() {
    const { selection, board, scene } = this.#desk;
    const ids = [...selection.ids];
    const notes = ids.filter((id) => board.elements.has(id));
    const frames = ids.filter((id) => board.frames.has(id));
    const links = ids.filter((id) => board.links.has(id));
    const inferred = ids.map((id) => scene.links.get(id)).filter((link) => link?.inferred);
    const ops = [];
    if (links.length) ops.push(operations.removeLinks(links));
    if (frames.length) ops.push(operations.removeFrames(frames));
    if (notes.length) ops.push(operations.removeElements(notes));
    for (const link of inferred) if (link) ops.push(operations.decideLink(link.from, link.to, "forbidden"));
    selection.set([], null);
    this.do(ops, notes.length > 1 ? `Remove ${notes.length} notes` : "Remove");
  }

  /** @param {string} from @param {string} to @returns {string | null} the link's id; null when there is one already */
  connect(from, to) {
    const { board } = this.#desk;
    if (from === to) return null;
    for (const link of board.links.values()) if (link.from === from && link.to === to) return null;
    const id = newId();
    this.do([operations.addLinks([{ id, from, to }])], "Link two notes");
    return id;
  }

  /** @param {string} from @param {string} to @param {"confirmed" | "forbidden" | null} verdict */
  decideLink(from, to, verdict) {
    this.do([operations.decideLink(from, to, verdict)], verdict === "forbidden" ? "Forbid a link" : "Confirm a link");
  }

  /** @param {string} kind @param {Box} box @returns {string} the frame's id */
  addFrame(kind, box) {
    const id = newId();
    const [x, y] = [onGrid(box.minX), onGrid(box.minY)];
    const [width, height] = [onGrid(box.maxX - box.minX), onGrid(box.maxY - box.minY)];
    const elements = this.#desk.scene
      .elementsIn(box)
      .filter((element) => holds(box, this.#desk.scene.centreOf(element.id) ?? { x: NaN, y: NaN }))
      .map((element) => element.id)
      .sort();
    this.do([operations.addFrames([{ id, kind, label: "", x, y, width, height, elements }])], "Add a frame");
    return id;
  }

  /** @param {string} id @param {Box} box */
  resizeFrame(id, box) {
    const frame = this.#desk.board.frames.get(id);
    if (!frame) return;
    const wanted = { x: onGrid(box.minX), y: onGrid(box.minY), width: onGrid(box.maxX - box.minX), height: onGrid(box.maxY - box.minY) };
    const ops = Object.entries(wanted)
      .filter(([property, value]) => frame[/** @type {"x"} */ (property)] !== value)
      .map(([property, value]) => operations.setFrame(id, property, value));
    const inside = new Set();
    for (const element of this.#desk.scene.elementsIn(box)) {
      const middle = this.#desk.scene.centreOf(element.id);
      if (middle && holds(box, middle)) inside.add(element.id);
    }
    const members = new Set(frame.elements ?? []);
    const joining = [...inside].filter((element) => !members.has(element)).sort();
    const leaving = [...members].filter((element) => this.#desk.board.elements.has(element) && !inside.has(element)).sort();
    if (joining.length) ops.push(operations.joinFrame(id, joining));
    if (leaving.length) ops.push(operations.leaveFrame(id, leaving));
    this.do(ops, "Resize a frame");
  }

  /** @param {string} id @param {string} property @param {unknown} value */
  setFrame(id, property, value) {
    this.do([operations.setFrame(id, property, value)], "Change a frame");
  }

  /** @param {string} kind */
  convert(kind) {
    const ops = this.#desk.selectedElements
      .filter((element) => element.kind !== kind)
      .map((element) => operations.setElement(element.id, "kind", kind));
    this.do(ops, `Make ${ops.length > 1 ? `${ops.length} notes` : "it"} ${KINDS[kind]?.name ?? kind}`);
  }

  /** @param {"left" | "middle" | "top" | "row"} how */
  align(how) {
    const notes = this.#desk.selectedElements;
    if (notes.length < 2) return;
    /** @type {Map<string, Point>} */
    const places = new Map();
    const left = Math.min(...notes.map(({ x = 0 }) => x));
    const top = Math.min(...notes.map(({ y = 0 }) => y));
    const middle = notes.reduce((sum, note) => sum + (note.y ?? 0) + shapeOf(note.kind).height / 2, 0) / notes.length;
    let next = left;
    for (const note of [...notes].sort((a, b) => (a.x ?? 0) - (b.x ?? 0))) {
      const { width, height } = shapeOf(note.kind);
      const at = { x: note.x ?? 0, y: note.y ?? 0 };
      if (how === "left") at.x = left;
      if (how === "top") at.y = top;
      if (how === "middle" || how === "row") at.y = onGrid(middle - height / 2);
      if (how === "row") at.x = next;
      next += width + GAP;
      places.set(note.id, at);
    }
    this.move(places);
  }

  /** Frames whose box holds the middle of a note. @param {Pick<Element, "kind" | "x" | "y">} note @returns {Frame[]} */
  framesAround({ kind, x = 0, y = 0 }) {
    const { width, height } = shapeOf(kind);
    const middle = { x: x + width / 2, y: y + height / 2 };
    return [...this.#desk.board.frames.values()].filter((frame) => holds(this.#desk.scene.frameBox(frame), middle));
  }

  /** A note dropped into a frame joins it; one carried out leaves. @param {[string, number, number][]} moves @param {ReadonlySet<string>} moved */
  #membership(moves, moved) {
    const { board } = this.#desk;
    /** @type {Map<string, {join: string[], leave: string[]}>} */
    const changes = new Map();
    for (const [id, x, y] of moves) {
      const element = board.elements.get(id);
      if (!element) continue;
      const around = new Set(this.framesAround({ kind: element.kind, x, y }).map((frame) => frame.id));
      for (const frame of board.frames.values()) {
        if (moved.has(frame.id)) continue;
        const member = (frame.elements ?? []).includes(id);
        if (member === around.has(frame.id)) continue;
        const change = changes.get(frame.id) ?? { join: [], leave: [] };
        (member ? change.leave : change.join).push(id);
        changes.set(frame.id, change);
      }
    }
    return [...changes].flatMap(([frame, { join, leave }]) => [
      ...(join.length ? [operations.joinFrame(frame, join.sort())] : []),
      ...(leave.length ? [operations.leaveFrame(frame, leave.sort())] : []),
    ]);
  }
}

/** @param {{kind: string}} element */
function nameOf({ kind }) {
  return (KINDS[kind]?.name ?? "note").toLowerCase();
}
