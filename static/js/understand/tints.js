/** How many tints the tokens have (`--tint-0` …). */
export const TINTS = 8;

/** Gives every context a tint and lets it keep it when the analysis is made anew, so that colours do not jump. */
export class Tints {
  /** @type {Map<string, number>} */
  #of = new Map();

  /** @param {string[]} ids the contexts there are now, in order */
  keep(ids) {
    const now = new Set(ids);
    for (const id of [...this.#of.keys()]) if (!now.has(id)) this.#of.delete(id);
    const used = new Array(TINTS).fill(0);
    for (const tint of this.#of.values()) used[tint] += 1;
    for (const id of ids) {
      if (this.#of.has(id)) continue;
      const tint = used.indexOf(Math.min(...used));
      used[tint] += 1;
      this.#of.set(id, tint);
    }
  }

  /** @param {string} id @returns {string} the class that sets `--tint` */
  name(id) {
    const tint = this.#of.get(id);
    return tint === undefined ? "tint-none" : `tint-${tint}`;
  }
}
