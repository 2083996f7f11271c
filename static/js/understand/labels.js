import { grown, overlap } from "./geometry.js";

/**
 * Places for the labels of a diagram's lines: on their own line, in the channels between the columns, where no other
 * label is. A line's points come in pairs, one pair for each channel that it crosses.
 *
 * @typedef {import("./geometry.js").Point} Point
 * @typedef {{width: number, height: number}} Size
 */

/** Where in a channel a label may stand, best first: as shares of its width. Three labels find room above each other. */
const ROWS = [0.5, 0.2, 0.8];
const APART = 3;

/**
 * @param {Point[][]} lines from left to right
 * @param {Size[]} labels
 * @returns {Point[]} centres, in the order of `lines`
 */
export function labelPlaces(lines, labels) {
  /** @type {import("./geometry.js").Box[]} */
  const taken = [];
  /** @type {Point[]} */
  const places = lines.map(() => [0, 0]);
  const byChoice = lines.map((_, index) => index).sort((a, b) => length(lines, a) - length(lines, b) || a - b);
  for (const index of byChoice) {
    const label = /** @type {Size} */ (labels[index]);
    const candidates = onLine(/** @type {Point[]} */ (lines[index]));
    const place = candidates.find((candidate) => isFree(candidate, label, taken)) ?? beside(/** @type {Point} */ (candidates[0]), label, taken);
    taken.push(around(place, label));
    places[index] = place;
  }
  return places;
}

/** Those with the fewest channels have the least choice and come first. @param {Point[][]} lines @param {number} index */
function length(lines, index) {
  return /** @type {Point[]} */ (lines[index]).length;
}

/** Points of the line, from its middle channel outwards. @param {Point[]} points @returns {Point[]} */
function onLine(points) {
  const channels = Array.from({ length: points.length / 2 }, (_, index) => index);
  const middle = (channels.length - 1) / 2;
  channels.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle) || a - b);
  return ROWS.flatMap((row) =>
    channels.map((channel) => {
      const [from, to] = [/** @type {Point} */ (points[2 * channel]), /** @type {Point} */ (points[2 * channel + 1])];
      return /** @type {Point} */ ([from[0] + (to[0] - from[0]) * row, from[1] + (to[1] - from[1]) * rise(row)]);
    }),
  );
}

/** How far a curve with handles of half its width has risen, after a share of its width. @param {number} share */
function rise(share) {
  let [low, high] = [0, 1];
  for (let step = 0; step < 24; step += 1) {
    const t = (low + high) / 2;
    if (1.5 * t * (1 - t) + t ** 3 < share) low = t;
    else high = t;
  }
  return 3 * (1 - low) * low ** 2 + low ** 3;
}

/** @param {Point} place @param {Size} label */
function around([x, y], { width, height }) {
  return { x: x - width / 2, y: y - height / 2, width, height };
}

/** @param {Point} place @param {Size} label @param {import("./geometry.js").Box[]} taken */
function isFree(place, label, taken) {
  const box = around(place, label);
  return !taken.some((other) => overlap(grown(other, APART), box));
}

/** The nearest free place along the channel. @param {Point} wanted @param {Size} label @param {import("./geometry.js").Box[]} taken @returns {Point} */
function beside([x, y], label, taken) {
  for (let step = 1; ; step += 1) {
    /** @type {Point} */
    const place = [x, y + (step % 2 ? -1 : 1) * Math.ceil(step / 2) * 8];
    if (isFree(place, label, taken)) return place;
  }
}
