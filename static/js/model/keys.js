/** Keys of what an operation touches, and the order of texts; the same as on the server. */

/** @param {...string} parts a slash inside an id is escaped so that keys cannot be confused */
export function key(...parts) {
  return parts.map((part) => part.replaceAll("%", "%25").replaceAll("/", "%2F")).join("/");
}

/**
 * Orders by code points, as the server does; `<` orders by UTF-16 units.
 * @param {string} one @param {string} other
 */
export function byCodePoint(one, other) {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at++) {
    const [a, b] = [one.charCodeAt(at), other.charCodeAt(at)];
    if (a === b) continue;
    const [high, otherHigh] = [isSurrogate(a), isSurrogate(b)];
    if (high !== otherHigh) return high ? 1 : -1;
    return a - b;
  }
  return one.length - other.length;
}

/** @param {number} unit */
function isSurrogate(unit) {
  return unit >= 0xd800 && unit <= 0xdfff;
}

/**
 * Whether two JSON values are the same; the order of keys does not matter.
 * @param {unknown} one @param {unknown} other @returns {boolean}
 */
export function same(one, other) {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [a, b] = [/** @type {Record<string, unknown>} */ (one), /** @type {Record<string, unknown>} */ (other)];
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => name in b && same(a[name], b[name]));
}
