/** A link's curve between two notes, how far a point is from it, and how it is drawn. Board units. */

/** @typedef {import("./camera.js").Box} Box */
/** @typedef {import("./camera.js").Point} Point */
/** @typedef {{from: Point, out: Point, into: Point, to: Point}} Curve a cubic Bézier: ends and control points */

const SAMPLES = 12;
const ARROW = 9;
/** Board units by which two notes must overlap to count as lying over each other. */
const LAP = 6;

/**
 * From the side of `a` that faces `b` to the side of `b` that faces `a`; sideways when there is room, since a timeline runs
 * left to right.
 * @param {Box} a @param {Box} b @param {number} [aside] how far beside the middle of a side, for a link that runs against another
 * @returns {Curve}
 */
export function curveBetween(a, b, aside = 0) {
  const [ax, ay, bx, by] = [(a.minX + a.maxX) / 2, (a.minY + a.maxY) / 2, (b.minX + b.maxX) / 2, (b.minY + b.maxY) / 2];
  const gapX = Math.max(b.minX - a.maxX, a.minX - b.maxX);
  const gapY = Math.max(b.minY - a.maxY, a.minY - b.maxY);
  if (gapX < -LAP && gapY < -LAP) return straight({ x: ax, y: ay }, { x: bx, y: by });
  if (gapX >= gapY) {
    const side = bx >= ax ? 1 : -1;
    const from = { x: side > 0 ? a.maxX : a.minX, y: ay + aside };
    const to = { x: side > 0 ? b.minX : b.maxX, y: by + aside };
    const reach = bend(gapX, Math.abs(to.y - from.y)) * side;
    return { from, out: { x: from.x + reach, y: from.y }, into: { x: to.x - reach, y: to.y }, to };
  }
  const side = by >= ay ? 1 : -1;
  const from = { x: ax + aside, y: side > 0 ? a.maxY : a.minY };
  const to = { x: bx + aside, y: side > 0 ? b.minY : b.maxY };
  const reach = bend(gapY, Math.abs(to.x - from.x)) * side;
  return { from, out: { x: from.x, y: from.y + reach }, into: { x: to.x, y: to.y - reach }, to };
}

/** Notes that lie over each other already say that they belong together: the link runs under them. @param {Point} from @param {Point} to @returns {Curve} */
function straight(from, to) {
  return { from, out: from, into: from, to };
}

/** @param {number} along @param {number} across */
function bend(along, across) {
  return Math.min(Math.max(Math.abs(along) / 2, Math.min(across / 2, 32)), 160);
}

/** @param {Curve} curve @returns {Box} */
export function curveBox({ from, out, into, to }) {
  return {
    minX: Math.min(from.x, out.x, into.x, to.x),
    minY: Math.min(from.y, out.y, into.y, to.y),
    maxX: Math.max(from.x, out.x, into.x, to.x),
    maxY: Math.max(from.y, out.y, into.y, to.y),
  };
}

/** @param {Curve} curve @param {number} t 0–1 @returns {Point} */
export function pointAt({ from, out, into, to }, t) {
  const s = 1 - t;
  const [p, q, r, u] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
  return { x: p * from.x + q * out.x + r * into.x + u * to.x, y: p * from.y + q * out.y + r * into.y + u * to.y };
}

/** @param {Curve} curve @param {Point} point @returns {number} about */
export function distanceTo(curve, point) {
  let nearest = Infinity;
  let previous = curve.from;
  for (let index = 1; index <= SAMPLES; index += 1) {
    const next = pointAt(curve, index / SAMPLES);
    nearest = Math.min(nearest, distanceToSegment(point, previous, next));
    previous = next;
  }
  return nearest;
}

/** @param {Point} point @param {Point} a @param {Point} b */
function distanceToSegment(point, a, b) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((point.x - a.x) * dx + (point.y - a.y) * dy) / length));
  return Math.hypot(point.x - a.x - along * dx, point.y - a.y - along * dy);
}

/** @param {CanvasRenderingContext2D} context @param {Curve} curve */
export function traceCurve(context, { from, out, into, to }) {
  context.moveTo(from.x, from.y);
  context.bezierCurveTo(out.x, out.y, into.x, into.y, to.x, to.y);
}

/**
 * Adds a closed arrowhead at the end of the curve; `scale` grows it when one looks from afar.
 * @param {CanvasRenderingContext2D} context @param {Curve} curve @param {number} scale
 */
export function traceArrow(context, { into, to, from }, scale) {
  const [dx, dy] = into.x === to.x && into.y === to.y ? [to.x - from.x, to.y - from.y] : [to.x - into.x, to.y - into.y];
  const length = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [(dx / length) * ARROW * scale, (dy / length) * ARROW * scale];
  context.moveTo(to.x, to.y);
  context.lineTo(to.x - ux - uy * 0.45, to.y - uy + ux * 0.45);
  context.lineTo(to.x - ux + uy * 0.45, to.y - uy - ux * 0.45);
  context.closePath();
}
