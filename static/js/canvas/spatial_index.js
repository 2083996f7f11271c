/** Boxes by id, found by place. */
import { RBush } from "../lib/vendor/rbush.js";

/** @typedef {import("./camera.js").Box} Box */
/** @typedef {Box & {id: string}} Entry */

export class SpatialIndex {
  /** @type {RBush<Entry>} */
  #tree = new RBush(16);
  /** @type {Map<string, Entry>} */
  #entries = new Map();

  get size() {
    return this.#entries.size;
  }

  /** Replaces everything; much faster than `set` one by one. @param {Iterable<[string, Box]>} boxes */
  load(boxes) {
    this.#tree.clear();
    this.#entries.clear();
    for (const [id, box] of boxes) this.#entries.set(id, entry(id, box));
    this.#tree.load([...this.#entries.values()]);
  }

  /** @param {string} id @param {Box} box */
  set(id, box) {
    const old = this.#entries.get(id);
    if (old) {
      if (old.minX === box.minX && old.minY === box.minY && old.maxX === box.maxX && old.maxY === box.maxY) return;
      this.#tree.remove(old);
    }
    const made = entry(id, box);
    this.#entries.set(id, made);
    this.#tree.insert(made);
  }

  /** @param {string} id */
  delete(id) {
    const old = this.#entries.get(id);
    if (!old) return;
    this.#tree.remove(old);
    this.#entries.delete(id);
  }

  /** @param {string} id @returns {Box | undefined} */
  box(id) {
    return this.#entries.get(id);
  }

  /** Ids whose box meets `box`, in no order. @param {Box} box @returns {string[]} */
  search(box) {
    return this.#tree.search(box).map((found) => found.id);
  }

  /** @returns {Box | null} around everything */
  bounds() {
    return union(this.#entries.values());
  }
}

/** @param {string} id @param {Box} box @returns {Entry} */
function entry(id, { minX, minY, maxX, maxY }) {
  return { id, minX, minY, maxX, maxY };
}

/** The box around all of `boxes`; null for none. @param {Iterable<Box>} boxes @returns {Box | null} */
export function union(boxes) {
  let all = null;
  for (const { minX, minY, maxX, maxY } of boxes) {
    if (!all) all = { minX, minY, maxX, maxY };
    else {
      all.minX = Math.min(all.minX, minX);
      all.minY = Math.min(all.minY, minY);
      all.maxX = Math.max(all.maxX, maxX);
      all.maxY = Math.max(all.maxY, maxY);
    }
  }
  return all;
}

/** @param {Box} box @param {number} by @returns {Box} */
export function grow(box, by) {
  return { minX: box.minX - by, minY: box.minY - by, maxX: box.maxX + by, maxY: box.maxY + by };
}

/** @param {Box} a @param {Box} b */
export function meet(a, b) {
  return a.minX <= b.maxX && a.maxX >= b.minX && a.minY <= b.maxY && a.maxY >= b.minY;
}

/** @param {Box} box @param {{x: number, y: number}} point */
export function holds(box, { x, y }) {
  return x >= box.minX && x <= box.maxX && y >= box.minY && y <= box.maxY;
}
