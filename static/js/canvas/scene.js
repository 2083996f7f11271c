/**
 * What is drawn: the board's notes, links and frames with their places, as they are at this moment (a note that somebody
 * drags is where the hand is, not yet where the board says), and found by place. Knows nothing of the DOM.
 */
import { centre, extent } from "./layout.js";
import { curveBetween, curveBox } from "./links.js";
import { frameBox } from "./frames.js";
import { SpatialIndex, grow, union } from "./spatial_index.js";

/** @typedef {import("./camera.js").Box} Box */
/** @typedef {import("./camera.js").Point} Point */
/** @typedef {import("./links.js").Curve} Curve */
/** @typedef {import("../model/board.js").Board} Board */
/** @typedef {import("../model/board.js").Element} Element */
/** @typedef {{id: string, from: string, to: string, role: string, mode: string, inferred: boolean, because: string}} LinkView */
/** @typedef {{elements: Set<string>, links: Set<string>, frames: Set<string>, other: boolean, reset: boolean}} Change */
/** @typedef {{from: string, to: string, because: string}} InferredLink */

const ARROW_ROOM = 12;
/** A compensation leads back beside the flow that it takes back, not over it. */
const ASIDE = 20;

export class Scene {
  /** @type {Board} */
  board;
  /** Places while dragging, by element or frame id. @type {Map<string, Point>} */
  displaced = new Map();
  /** @type {Map<string, LinkView>} */
  links = new Map();
  #notes = new SpatialIndex();
  #linkBoxes = new SpatialIndex();
  /** @type {Map<string, Curve>} */
  #curves = new Map();
  /** @type {Map<string, Set<string>>} element id → ids of its links */
  #incident = new Map();
  /** @type {Map<string, number>} drawing order */
  #ranks = new Map();
  #nextRank = 0;
  /** @type {readonly InferredLink[]} */
  #inferred = [];
  /** @type {Element[] | null} */
  #pivots = null;
  /** @type {Box | null} */
  #bounds = null;
  /** @type {Element[] | null} */
  #all = null;

  /** @param {Board} board */
  constructor(board) {
    this.board = board;
    this.reset(board);
  }

  /** @param {Board} board */
  reset(board) {
    this.board = board;
    this.#pivots = null;
    this.#bounds = null;
    this.#all = null;
    this.#ranks.clear();
    this.#nextRank = 0;
    for (const id of board.elements.keys()) this.#ranks.set(id, this.#nextRank++);
    this.#notes.load([...board.elements.values()].map((element) => [element.id, this.#extentOf(element)]));
    this.#relink();
  }

  /** @param {Board} board @param {Change} change */
  update(board, change) {
    if (change.reset) return this.reset(board);
    this.board = board;
    this.#pivots = null;
    this.#bounds = null;
    this.#all = null;
    let relink = change.links.size > 0 || change.other;
    for (const id of change.elements) {
      const element = board.elements.get(id);
      if (element) {
        if (!this.#ranks.has(id)) this.#ranks.set(id, this.#nextRank++);
        this.#notes.set(id, this.#extentOf(element));
        this.#rerouteAt(id);
      } else {
        this.#notes.delete(id);
        this.#ranks.delete(id);
        relink = true;
      }
    }
    if (relink) this.#relink();
  }

  /** The analysis' links that nobody drew. @param {readonly InferredLink[]} links */
  infer(links) {
    this.#inferred = links;
    this.#relink();
  }

  /** Shows notes where a hand holds them; `null` puts one back. @param {Iterable<[string, Point | null]>} places */
  displace(places) {
    for (const [id, place] of places) {
      if (place) this.displaced.set(id, place);
      else this.displaced.delete(id);
      const element = this.board.elements.get(id);
      if (!element) continue;
      this.#notes.set(id, this.#extentOf(element));
      this.#rerouteAt(id);
    }
  }

  /** @param {Element} element @returns {Point} its upper left corner as shown */
  placeOf(element) {
    return this.displaced.get(element.id) ?? { x: element.x ?? 0, y: element.y ?? 0 };
  }

  /** @param {string} id @returns {Point | null} the middle of a note as shown */
  centreOf(id) {
    const element = this.board.elements.get(id);
    if (!element) return null;
    const { x, y } = this.placeOf(element);
    return centre(element.kind, x, y);
  }

  /** @param {string} id of an element, a frame or a link @returns {Box | null} */
  box(id) {
    const frame = this.board.frames.get(id);
    if (frame) return this.frameBox(frame);
    return this.#notes.box(id) ?? this.#linkBoxes.box(id) ?? null;
  }

  /** @param {import("../model/board.js").Frame} frame @returns {Box} as shown */
  frameBox(frame) {
    const place = this.displaced.get(frame.id);
    return frameBox(place ? { ...frame, ...place } : frame);
  }

  /** @param {string} id */
  rank(id) {
    return this.#ranks.get(id) ?? 0;
  }

  /** Elements that meet `box`, in drawing order. @param {Box} box @returns {readonly Element[]} */
  elementsIn(box) {
    const all = this.displaced.size ? null : this.bounds();
    if (all && box.minX <= all.minX && box.minY <= all.minY && box.maxX >= all.maxX && box.maxY >= all.maxY) {
      this.#all ??= [...this.board.elements.values()];
      return this.#all;
    }
    const ids = this.#notes.search(box);
    ids.sort((a, b) => this.rank(a) - this.rank(b));
    return ids.map((id) => /** @type {Element} */ (this.board.elements.get(id))).filter(Boolean);
  }

  /** Links whose curve may meet `box`. @param {Box} box @returns {LinkView[]} */
  linksIn(box) {
    return this.#linkBoxes.search(box).map((id) => /** @type {LinkView} */ (this.links.get(id)));
  }

  /** @param {string} id @returns {Curve | undefined} */
  curve(id) {
    return this.#curves.get(id);
  }

  /** @param {string} element @returns {LinkView[]} links that begin or end at it */
  linksOf(element) {
    return [...(this.#incident.get(element) ?? [])].map((id) => /** @type {LinkView} */ (this.links.get(id)));
  }

  /** @returns {Element[]} the pivotal events */
  pivots() {
    this.#pivots ??= [...this.board.elements.values()].filter((element) => element.pivotal);
    return this.#pivots;
  }

  /** @returns {Box | null} around all notes and frames */
  bounds() {
    this.#bounds ??= this.#measure();
    return this.#bounds;
  }

  #measure() {
    const notes = this.#notes.bounds();
    const boxes = [...this.board.frames.values()].map((frame) => this.frameBox(frame));
    return union(notes ? [notes, ...boxes] : boxes);
  }

  /** @param {Iterable<string>} ids @returns {Box | null} */
  boundsOf(ids) {
    return union([...ids].map((id) => this.box(id)).filter((box) => box !== null));
  }

  /** @param {Element} element @returns {Box} */
  #extentOf(element) {
    const { x, y } = this.placeOf(element);
    return extent(element.kind, x, y);
  }

  #relink() {
    this.links = new Map();
    this.#incident = new Map();
    this.#curves = new Map();
    const drawn = new Set();
    for (const { id, from, to, role = "flow", group } of this.board.links.values()) {
      drawn.add(`${from}→${to}`);
      this.#add({ id, from, to, role, mode: group?.mode ?? (group ? "X" : ""), inferred: false, because: "" });
    }
    const verdicts = this.board.decisions?.links ?? [];
    for (const { from, to, verdict } of verdicts) {
      const key = `${from}→${to}`;
      if (verdict === "confirmed" && !drawn.has(key)) {
        this.#add({ id: key, from, to, role: "flow", mode: "", inferred: false, because: "Confirmed." });
      }
      drawn.add(key);
    }
    for (const { from, to, because } of this.#inferred) {
      const key = `${from}→${to}`;
      if (!drawn.has(key)) this.#add({ id: key, from, to, role: "flow", mode: "", inferred: true, because });
    }
    this.#linkBoxes.load([...this.#curves].map(([id, curve]) => [id, grow(curveBox(curve), ARROW_ROOM)]));
  }

  /** @param {LinkView} link */
  #add(link) {
    const curve = this.#route(link);
    if (!curve) return;
    this.links.set(link.id, link);
    this.#curves.set(link.id, curve);
    for (const end of [link.from, link.to]) {
      const known = this.#incident.get(end);
      if (known) known.add(link.id);
      else this.#incident.set(end, new Set([link.id]));
    }
  }

  /** @param {LinkView} link */
  #route({ from, to, role }) {
    const [a, b] = [this.#notes.box(from), this.#notes.box(to)];
    return a && b ? curveBetween(a, b, role === "compensates" ? ASIDE : 0) : null;
  }

  /** @param {string} element */
  #rerouteAt(element) {
    for (const id of this.#incident.get(element) ?? []) {
      const curve = this.#route(/** @type {LinkView} */ (this.links.get(id)));
      if (!curve) continue;
      this.#curves.set(id, curve);
      this.#linkBoxes.set(id, grow(curveBox(curve), ARROW_ROOM));
    }
  }
}
