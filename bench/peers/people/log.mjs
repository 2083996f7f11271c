/** Which change became which revision of a board: from frames, and from the server's log for what no frame told. */
export class Log {
  /** @type {number[]} by revision; -1: none of this bench's */
  #changes = [];
  #url;
  #cookie;

  /** @param {string} url of the log @param {string} cookie */
  constructor(url, cookie) {
    this.#url = url;
    this.#cookie = cookie;
  }

  /** @param {number} from revision of the first of them @param {number[]} changes */
  put(from, changes) {
    changes.forEach((change, index) => (this.#changes[from + index] = change));
  }

  /** @param {number} after @param {number} until @returns {Promise<number[]>} changes of the revisions (after, until] */
  async between(after, until) {
    const known = () => this.#changes.slice(after + 1, until + 1);
    for (let missing = known().findIndex((change) => change === undefined); ; ) {
      if (this.#changes.length > until && missing < 0) return known();
      const since = missing < 0 ? this.#changes.length - 1 : after + missing;
      const answer = await fetch(`${this.#url}?since=${Math.max(0, since)}`, { headers: { cookie: this.#cookie } });
      const { operations } = await answer.json();
      this.put(operations[0].revision, operations.map(changeOf));
      missing = known().findIndex((change) => change === undefined);
    }
  }
}

const PUSH = /^p(\d+)$/;

/** @param {{push: string}} entry @returns {number} the change that it was, known by the id of its push; -1 for others */
export function changeOf({ push }) {
  const found = PUSH.exec(push);
  return found ? Number(found[1]) : -1;
}
