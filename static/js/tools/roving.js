/** Which note an arrow key leads to: the nearest in that direction, sideways distance counting double. */

/** @typedef {import("../canvas/scene.js").Scene} Scene */
/** @typedef {import("../canvas/camera.js").Point} Point */
/** @typedef {"left" | "right" | "up" | "down"} Direction */

const REACHES = [600, 2400, 12_000, 10_000_000];
const SIDEWAYS = 2;

/** @param {Scene} scene @param {string} from @param {Direction} direction @returns {string | null} */
export function neighbour(scene, from, direction) {
  const start = scene.centreOf(from);
  if (!start) return null;
  for (const reach of REACHES) {
    const found = nearest(scene, start, from, direction, reach);
    if (found) return found;
  }
  return null;
}

/** @param {Scene} scene @param {Point} start @param {string} from @param {Direction} direction @param {number} reach */
function nearest(scene, start, from, direction, reach) {
  const { x, y } = start;
  const box = { minX: x - reach, minY: y - reach, maxX: x + reach, maxY: y + reach };
  let best = null;
  let least = Infinity;
  for (const { id } of scene.elementsIn(box)) {
    const middle = id === from ? null : scene.centreOf(id);
    if (!middle) continue;
    const [dx, dy] = [middle.x - x, middle.y - y];
    const ahead = direction === "left" ? -dx : direction === "right" ? dx : direction === "up" ? -dy : dy;
    const aside = direction === "left" || direction === "right" ? Math.abs(dy) : Math.abs(dx);
    if (ahead <= 1 || aside > ahead * 3) continue;
    const cost = ahead + SIDEWAYS * aside;
    if (cost < least) [best, least] = [id, cost];
  }
  return best;
}

/** The note nearest to a point; null on an empty wall. @param {Scene} scene @param {Point} point @returns {string | null} */
export function nearestTo(scene, { x, y }) {
  let best = null;
  let least = Infinity;
  for (const { id } of scene.board.elements.values()) {
    const middle = scene.centreOf(id);
    const distance = middle ? Math.hypot(middle.x - x, middle.y - y) : Infinity;
    if (distance < least) [best, least] = [id, distance];
  }
  return best;
}

/** Timeline order: left to right, and of those that stand together from top to bottom. @param {Iterable<import("../model/board.js").Element>} elements */
export function timeline(elements) {
  const COLUMN = 80;
  const column = (/** @type {{x?: number | null}} */ { x }) => Math.round((x ?? 0) / COLUMN);
  return [...elements].sort((a, b) => column(a) - column(b) || (a.y ?? 0) - (b.y ?? 0) || (a.id < b.id ? -1 : 1));
}
