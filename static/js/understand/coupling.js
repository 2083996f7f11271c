/**
 * The coupling of contexts as a matrix: rows depend on columns.
 *
 * @typedef {{upstream: string, downstream: string, weight: number, because: string[], via: string[]}} Cell
 * @typedef {{ids: string[], cell: (downstream: string, upstream: string) => Cell | null, most: number}} Matrix
 */

/** How many steps of heat there are. */
export const HEAT = 5;

/**
 * @param {string[]} ids contexts in the order to show
 * @param {Cell[]} found those between other contexts are left out
 * @returns {Matrix} contexts that depend on nobody and on whom nobody depends come last
 */
export function matrix(ids, found) {
  const known = new Set(ids);
  const cells = found.filter((cell) => known.has(cell.upstream) && known.has(cell.downstream));
  /** @type {Map<string, Cell>} */
  const byPair = new Map(cells.map((cell) => [`${cell.downstream} ${cell.upstream}`, cell]));
  const coupled = new Set(cells.flatMap((cell) => [cell.upstream, cell.downstream]));
  return {
    ids: [...ids.filter((id) => coupled.has(id)), ...ids.filter((id) => !coupled.has(id))],
    cell: (downstream, upstream) => byPair.get(`${downstream} ${upstream}`) ?? null,
    most: Math.max(...cells.map((cell) => cell.weight), 0),
  };
}

/** @param {number} weight @param {number} most @returns {number} 1 (little) – 5 (the most there is) */
export function heat(weight, most) {
  if (most <= 0) return 1;
  return Math.min(Math.max(Math.ceil((weight / most) * HEAT), 1), HEAT);
}
