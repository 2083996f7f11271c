/**
 * The context map's edges: one for each pair and direction, whatever reasons there are for it.
 *
 * @typedef {import("../api/shapes.js").Analysis} Analysis
 * @typedef {{key: string, upstream: string, downstream: string, patterns: string[], via: string[], because: string[],
 *   mutual: boolean}} Relation
 */

/** @param {Analysis | null} analysis @returns {Relation[]} in the analysis' order */
export function relations(analysis) {
  /** @type {Map<string, Relation>} */
  const found = new Map();
  const known = new Set(analysis?.contexts.map((context) => context.id));
  for (const { upstream, downstream, pattern, via, because } of analysis?.context_map ?? []) {
    if (upstream === downstream || !known.has(upstream) || !known.has(downstream)) continue;
    const key = `${upstream} ${downstream}`;
    const relation = found.get(key) ?? { key, upstream, downstream, patterns: [], via: [], because: [], mutual: false };
    if (!relation.patterns.includes(pattern)) relation.patterns.push(pattern);
    relation.via.push(...via.filter((id) => !relation.via.includes(id)));
    relation.because.push(...because.filter((sentence) => !relation.because.includes(sentence)));
    found.set(key, relation);
  }
  for (const relation of found.values()) relation.mutual = found.has(`${relation.downstream} ${relation.upstream}`);
  return [...found.values()];
}
