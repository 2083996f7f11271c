/**
 * A gate's KPI as a small gauge: where the value and its threshold stand, and how old the measurement is.
 *
 * @typedef {{code: string, name: string, unit: string, better: string, threshold: number, measure: string,
 *   inclusive: boolean, proposed: boolean}} Kpi
 * @typedef {{kpi: Kpi, value: number | null, met: boolean | null}} Reading
 * @typedef {{share: number | null, mark: number, target: string, value: string, tone: "met" | "missed" | "unknown"}} Gauge
 *   share and mark: 0–1 from the left end
 */

const DAY = 86_400_000;
/** A measurement older than this many days deserves a new look. */
export const STALE_DAYS = 14;

/** @param {Reading} reading @returns {Gauge} */
export function gauge({ kpi, value, met }) {
  return {
    share: value === null ? null : share(kpi, value),
    mark: kpi.threshold === 0 ? 0.5 : kpi.better === "below" ? 0.66 : 0.8,
    target: `${sign(kpi)} ${withUnit(kpi, kpi.threshold)}`,
    value: value === null ? "not measured" : withUnit(kpi, value),
    tone: met === null ? "unknown" : met ? "met" : "missed",
  };
}

/** @param {Kpi} kpi */
function sign({ better, inclusive }) {
  if (better === "below") return inclusive ? "≤" : "<";
  return inclusive ? "≥" : ">";
}

/** @param {Kpi} kpi @param {number} value */
function withUnit({ unit }, value) {
  return unit ? `${value} ${unit}` : String(value);
}

/**
 * Piecewise straight: from nothing to the threshold, and from there to twice it (or to 100 %).
 * @param {Kpi} kpi @param {number} value
 */
function share({ threshold, better, unit }, value) {
  if (threshold === 0) return value === 0 ? 0.5 : value < 0 ? 0.25 : 0.85;
  const mark = better === "below" ? 0.66 : 0.8;
  const end = unit === "%" && better === "above" ? 100 : threshold * 2;
  const at = value <= threshold ? (value / threshold) * mark : mark + ((value - threshold) / (end - threshold)) * (1 - mark);
  return Math.min(Math.max(at, 0.02), 1);
}

/**
 * @param {string | undefined} at ISO 8601
 * @param {Date} now
 * @returns {{words: string, stale: boolean} | null} null where nobody knows
 */
export function age(at, now) {
  const then = at ? Date.parse(at) : Number.NaN;
  if (Number.isNaN(then)) return null;
  const days = Math.max(Math.floor((now.getTime() - then) / DAY), 0);
  return { words: days === 0 ? "today" : days === 1 ? "yesterday" : `${days} days ago`, stale: days > STALE_DAYS };
}
