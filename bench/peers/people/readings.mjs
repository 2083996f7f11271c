const HEAD = 96; // bytes that almost always tell two frames apart
const GENERATION = 512; // frames

/**
 * What frames say. A server sends the same bytes to everybody on a board, so a frame is read once; for everybody else it
 * is compared byte by byte with the one that was read. So no receiver is trusted to have got what another one got.
 * @template T
 */
export class Readings {
  /** @type {Map<string, {frame: Buffer, meaning: T}[]>} */
  #young = new Map();
  /** @type {Map<string, {frame: Buffer, meaning: T}[]>} */
  #old = new Map();
  #read;

  /** @param {(frame: Buffer) => T} read */
  constructor(read) {
    this.#read = read;
  }

  /** @param {Buffer} frame @returns {T} */
  of(frame) {
    const key = `${frame.length} ${frame.latin1Slice(0, Math.min(HEAD, frame.length))}`;
    const alike = this.#young.get(key) ?? this.#old.get(key);
    if (alike) for (const known of alike) if (known.frame.equals(frame)) return known.meaning;
    const known = { frame: Buffer.from(frame), meaning: this.#read(frame) };
    if (alike) {
      alike.push(known);
    } else {
      if (this.#young.size >= GENERATION) [this.#old, this.#young] = [this.#young, new Map()];
      this.#young.set(key, [known]);
    }
    return known.meaning;
  }
}
