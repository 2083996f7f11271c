/** The geometry of a note by its kind: its box, its outline, the room for its text and its icon. Board units. */
import { KINDS } from "../model/kinds.js";

/** @typedef {import("./camera.js").Box} Box */
/** @typedef {import("./camera.js").Point} Point */
/**
 * @typedef {object} Shape what all notes of a kind share, from the note's upper left corner
 * @property {number} width
 * @property {number} height
 * @property {boolean} turned by 45° around its centre; the corners then stick out of width × height by `out`
 * @property {number} out
 * @property {Box} text the room for the label
 * @property {Point} icon the centre of the small kind icon
 */

export const PADDING = 8;
const ICON = 9;
/** Room that the icon's row takes from a turned note's text, as a share of the half diagonal. */
const TURNED_TEXT = { width: 0.6, height: 0.4 };

/** @type {Map<string, Shape>} */
const SHAPES = new Map(Object.values(KINDS).map((kind) => [kind.code, shapeOfKind(kind)]));
const FALLBACK = /** @type {Shape} */ (SHAPES.get("note"));

/** @param {{width: number, height: number, shape: string}} kind @returns {Shape} */
function shapeOfKind({ width, height, shape }) {
  const turned = shape === "turned";
  if (!turned) {
    const text = { minX: PADDING, minY: PADDING + 8, maxX: width - PADDING, maxY: height - PADDING - 8 };
    if (shape === "small") Object.assign(text, { minX: 2, minY: 18, maxX: width - 2, maxY: height - 6 });
    return { width, height, turned, out: 0, text, icon: { x: PADDING + 5, y: PADDING + 5 } };
  }
  const half = (Math.SQRT2 * width) / 2;
  const [wide, high] = [half * TURNED_TEXT.width, half * TURNED_TEXT.height];
  const text = { minX: width / 2 - wide, minY: height / 2 - high, maxX: width / 2 + wide, maxY: height / 2 + high };
  return { width, height, turned, out: half - width / 2, text, icon: { x: width / 2, y: height / 2 - half + 2 * ICON } };
}

/** @param {string} kind @returns {Shape} */
export function shapeOf(kind) {
  return SHAPES.get(kind) ?? FALLBACK;
}

/** All that a note covers, turned corners included. @param {string} kind @param {number} x @param {number} y @returns {Box} */
export function extent(kind, x, y) {
  const { width, height, out } = shapeOf(kind);
  return { minX: x - out, minY: y - out, maxX: x + width + out, maxY: y + height + out };
}

/** @param {string} kind @param {number} x @param {number} y @returns {Point} */
export function centre(kind, x, y) {
  const { width, height } = shapeOf(kind);
  return { x: x + width / 2, y: y + height / 2 };
}

/** Whether `point`, from the note's upper left corner, is on the note. @param {string} kind @param {Point} point */
export function covers(kind, { x, y }) {
  const { width, height, turned, out } = shapeOf(kind);
  if (!turned) return x >= 0 && y >= 0 && x <= width && y <= height;
  return Math.abs(x - width / 2) + Math.abs(y - height / 2) <= width / 2 + out;
}

/** Where a label goes. @param {string} kind @returns {{width: number, height: number}} */
export function textRoom(kind) {
  const { text } = shapeOf(kind);
  return { width: text.maxX - text.minX, height: text.maxY - text.minY };
}

/**
 * Adds the note's outline to the path of `context`.
 * @param {CanvasRenderingContext2D | Path2D} context @param {string} kind @param {number} x @param {number} y
 * @param {number} [by] how far outside the note
 */
export function trace(context, kind, x, y, by = 0) {
  const { width, height, turned, out } = shapeOf(kind);
  if (!turned) {
    context.roundRect(x - by, y - by, width + 2 * by, height + 2 * by, 3 + by * 0.6);
    return;
  }
  const reach = width / 2 + out + by * Math.SQRT2;
  const [cx, cy] = [x + width / 2, y + height / 2];
  context.moveTo(cx, cy - reach);
  context.lineTo(cx + reach, cy);
  context.lineTo(cx, cy + reach);
  context.lineTo(cx - reach, cy);
  context.closePath();
}
