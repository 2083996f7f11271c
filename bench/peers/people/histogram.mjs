const PER_MILLISECOND = 10;
const LONGEST = 120_000; // milliseconds; what took longer counts as this

/** Milliseconds counted in tenths: millions of them take no more room than a few. */
export class Histogram {
  #bins = new Uint32Array(LONGEST * PER_MILLISECOND + 1);
  count = 0;

  /** @param {number} milliseconds */
  add(milliseconds) {
    this.#bins[Math.min(LONGEST, Math.max(0, milliseconds)) * PER_MILLISECOND | 0] += 1;
    this.count += 1;
  }

  clear() {
    this.#bins.fill(0);
    this.count = 0;
  }

  /** @param {number} share from 0 to 1 @returns {number | null} milliseconds; null where there are none */
  quantile(share) {
    let left = Math.ceil(this.count * share);
    for (let bin = 0; left > 0 && bin < this.#bins.length; bin += 1) {
      left -= this.#bins[bin];
      if (left <= 0) return (bin + 0.5) / PER_MILLISECOND;
    }
    return null;
  }

  quantiles() {
    return { p50: this.quantile(0.5), p95: this.quantile(0.95), p99: this.quantile(0.99), count: this.count };
  }
}
