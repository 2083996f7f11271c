/** How long to wait before trying again: doubling, with jitter, so that a thousand browsers do not come back at once. */
export class Backoff {
  #failures = 0;

  /** @param {{random: () => number, first?: number, longest?: number}} options milliseconds */
  constructor({ random, first = 400, longest = 15_000 }) {
    this.random = random;
    this.first = first;
    this.longest = longest;
  }

  /** @returns {number} milliseconds, between a half and the whole of the current step */
  next() {
    const step = Math.min(this.longest, this.first * 2 ** this.#failures);
    this.#failures += 1;
    return step * (0.5 + this.random() / 2);
  }

  reset() {
    this.#failures = 0;
  }
}
