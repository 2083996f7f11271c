/** Plane geometry in board units. A box is where a note or frame lies. */

/**
 * @typedef {{x: number, y: number, width: number, height: number}} Box
 * @typedef {[number, number]} Point
 */

/** @param {Iterable<Box>} boxes @returns {Box | null} the smallest box around all; null around none */
export function around(boxes) {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (const box of boxes) {
    left = Math.min(left, box.x);
    top = Math.min(top, box.y);
    right = Math.max(right, box.x + box.width);
    bottom = Math.max(bottom, box.y + box.height);
  }
  return left === Infinity ? null : { x: left, y: top, width: right - left, height: bottom - top };
}

/** @param {Box} box @param {number} by */
export function grown(box, by) {
  return { x: box.x - by, y: box.y - by, width: box.width + 2 * by, height: box.height + 2 * by };
}

/** @param {Box} box @returns {Point} */
export function centre(box) {
  return [box.x + box.width / 2, box.y + box.height / 2];
}

/** @param {Box} a @param {Box} b */
export function overlap(a, b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/**
 * The shortest net that joins all points (Prim 1957, O(n²)), without edges longer than `reach`.
 * @param {Point[]} points
 * @param {number} reach
 * @returns {[number, number][]} pairs of indices
 */
export function shortestNet(points, reach) {
  /** @type {[number, number][]} */
  const net = [];
  const distance = points.map(() => Infinity); // squared: it is only compared
  const nearest = points.map(() => -1);
  const done = points.map(() => false);
  for (let step = 0; step < points.length; step += 1) {
    let next = -1;
    for (let i = 0; i < points.length; i += 1) {
      if (!done[i] && (next < 0 || at(distance, i) < at(distance, next))) next = i;
    }
    done[next] = true;
    if (at(nearest, next) >= 0 && at(distance, next) <= reach * reach) net.push([at(nearest, next), next]);
    const [x, y] = at(points, next);
    for (let i = 0; i < points.length; i += 1) {
      if (done[i]) continue;
      const [otherX, otherY] = at(points, i);
      const apart = (x - otherX) ** 2 + (y - otherY) ** 2;
      if (apart < at(distance, i)) {
        distance[i] = apart;
        nearest[i] = next;
      }
    }
  }
  return net;
}

/** @param {Box} box @param {number} radius @returns {string} an SVG path of a box with round corners */
export function roundedBox({ x, y, width, height }, radius) {
  const r = Math.min(radius, width / 2, height / 2);
  return (
    `M${n(x + r)} ${n(y)}h${n(width - 2 * r)}a${n(r)} ${n(r)} 0 0 1 ${n(r)} ${n(r)}v${n(height - 2 * r)}` +
    `a${n(r)} ${n(r)} 0 0 1 ${n(-r)} ${n(r)}h${n(2 * r - width)}a${n(r)} ${n(r)} 0 0 1 ${n(-r)} ${n(-r)}` +
    `v${n(2 * r - height)}a${n(r)} ${n(r)} 0 0 1 ${n(r)} ${n(-r)}z`
  );
}

/** @param {number} value */
function n(value) {
  return String(Math.round(value * 10) / 10);
}

/** @template T @param {T[]} list @param {number} index @returns {T} */
function at(list, index) {
  return /** @type {T} */ (list[index]);
}
