/** What is selected on this screen, and which note has the keyboard. Ids of elements, links and frames. */

export class Selection extends EventTarget {
  /** @type {Set<string>} */
  #ids = new Set();
  /** @type {string | null} */
  #focus = null;

  /** @returns {ReadonlySet<string>} */
  get ids() {
    return this.#ids;
  }

  get size() {
    return this.#ids.size;
  }

  /** @returns {string | null} the note that arrow keys start from */
  get focus() {
    return this.#focus;
  }

  /** @param {string} id */
  has(id) {
    return this.#ids.has(id);
  }

  /** @param {Iterable<string>} ids @param {string | null} [focus] the last one when not said */
  set(ids, focus) {
    this.#ids = new Set(ids);
    this.#focus = focus === undefined ? ([...this.#ids].at(-1) ?? this.#focus) : focus;
    this.#changed();
  }

  /** @param {string} id */
  toggle(id) {
    if (!this.#ids.delete(id)) this.#ids.add(id);
    this.#focus = id;
    this.#changed();
  }

  /** @param {Iterable<string>} ids */
  add(ids) {
    for (const id of ids) {
      this.#ids.add(id);
      this.#focus = id;
    }
    this.#changed();
  }

  clear() {
    if (this.#ids.size) this.set([], this.#focus);
  }

  /** Moves the keyboard without selecting. @param {string | null} id */
  focusOn(id) {
    this.#focus = id;
    this.#changed();
  }

  /** Forgets what is no longer there. @param {(id: string) => boolean} exists */
  prune(exists) {
    const gone = [...this.#ids].filter((id) => !exists(id));
    const lost = this.#focus !== null && !exists(this.#focus);
    if (!gone.length && !lost) return;
    for (const id of gone) this.#ids.delete(id);
    if (lost) this.#focus = null;
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
