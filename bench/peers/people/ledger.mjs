import { Histogram } from "./histogram.mjs";

/**
 * What was sent, and what of it arrived at whom: one bit for every pair of change and person, so that “everything
 * delivered” is counted and not sampled. Delays are those of all pairs but a person's own echo.
 */
export class Ledger {
  #sentAt;
  #by;
  #board;
  #seen;
  #boards;
  /** Moments of sending of a person's cursors, by their number. @type {number[][]} */
  #cursors;
  /** @type {Int32Array[]} the newest cursor of each person that each has seen */
  #newest;
  sent = 0;
  arrivals = 0;
  acknowledged = 0;
  twice = 0;
  gaps = 0;
  comings = 0;
  snapshots = 0;
  closings = /** @type {Record<string, number>} */ ({});
  refusals = /** @type {Record<string, number>} */ ({});
  frames = { operations: 0, presence: 0, other: 0 };
  bytes = { in: 0, out: 0 };
  out = 0;
  eyes = new Histogram();
  cursorEyes = new Histogram();
  saved = new Histogram();
  /** Changes sent before this moment do not count among the delays. */
  since = 0;
  /** Number of the first change that nobody may hear of yet, and what was heard of it or later ones all the same. */
  held = Infinity;
  early = 0;

  /** @param {number[]} boards the board of each person @param {number} most changes that there can be */
  constructor(boards, most) {
    this.#boards = boards;
    this.#sentAt = new Float64Array(most);
    this.#by = new Int32Array(most);
    this.#board = new Int32Array(most);
    this.#seen = boards.map(() => new Uint8Array(Math.ceil(most / 8)));
    this.#cursors = boards.map(() => []);
    this.#newest = boards.map(() => new Int32Array(boards.length).fill(-1));
  }

  /** A change is about to be sent. @param {number} person @returns {number} its number */
  change(person) {
    const number = this.sent;
    if (number >= this.#sentAt.length) throw new RangeError("more changes than the ledger was made for");
    this.sent += 1;
    this.#by[number] = person;
    this.#board[number] = this.#boards[person];
    this.#sentAt[number] = performance.now();
    return number;
  }

  /** It is sent once more, after the connection was lost. @param {number} number */
  again(number) {
    this.#sentAt[number] = performance.now();
  }

  /** @param {number} person @returns {number} the number of the cursor that is about to be sent */
  cursor(person) {
    return this.#cursors[person].push(performance.now()) - 1;
  }

  /** @param {number} person @param {number[]} changes @param {number} now @param {boolean} timed they were not missed */
  arrived(person, changes, now, timed = true) {
    const seen = this.#seen[person];
    for (const number of changes) {
      if (number < 0) continue;
      const bit = 1 << (number & 7);
      if (seen[number >> 3] & bit) {
        this.twice += 1;
        continue;
      }
      seen[number >> 3] |= bit;
      this.arrivals += 1;
      if (number >= this.held) this.early += 1;
      if (timed && this.#by[number] !== person && this.#sentAt[number] >= this.since) this.eyes.add(now - this.#sentAt[number]);
    }
  }

  /** @param {number} person @param {[number, number][]} cursors person and number @param {number} now @param {boolean} timed */
  pointed(person, cursors, now, timed = true) {
    const newest = this.#newest[person];
    for (const [other, number] of cursors) {
      if (number <= newest[other]) continue;
      newest[other] = number;
      const sent = this.#cursors[other][number];
      if (timed && other !== person && sent >= this.since) this.cursorEyes.add(now - sent);
    }
  }

  /** @param {number} number @param {number} now */
  ack(number, now) {
    this.acknowledged += 1;
    if (number >= this.held) this.early += 1;
    if (this.#sentAt[number] >= this.since) this.saved.add(now - this.#sentAt[number]);
  }

  /** Traffic is counted from now on. */
  begin() {
    this.since = performance.now();
    this.frames = { operations: 0, presence: 0, other: 0 };
    this.bytes = { in: 0, out: 0 };
    this.out = 0;
  }

  /** Pairs that there should be, and those whose newest cursor is not the last one. */
  totals() {
    const people = new Map();
    for (const board of this.#boards) people.set(board, (people.get(board) ?? 0) + 1);
    let pairs = 0;
    for (let number = 0; number < this.sent; number += 1) pairs += people.get(this.#board[number]);
    let stale = 0;
    this.#newest.forEach((newest, person) => {
      this.#cursors.forEach((sent, other) => {
        const shared = other !== person && this.#boards[other] === this.#boards[person];
        if (shared && sent.length && newest[other] !== sent.length - 1) stale += 1;
      });
    });
    return { pairs, stale };
  }

  summary() {
    return {
      changes: this.sent,
      cursors: this.#cursors.reduce((sum, sent) => sum + sent.length, 0),
      arrivals: this.arrivals,
      acknowledged: this.acknowledged,
      twice: this.twice,
      gaps: this.gaps,
      comings: this.comings,
      snapshots: this.snapshots,
      closings: this.closings,
      refusals: this.refusals,
      frames: this.frames,
      out: this.out,
      bytes: this.bytes,
      eyes: this.eyes.quantiles(),
      cursor_eyes: this.cursorEyes.quantiles(),
      saved: this.saved.quantiles(),
      ...this.totals(),
    };
  }
}
