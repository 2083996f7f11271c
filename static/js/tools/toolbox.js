/** The tools, one of them chosen. A tool is a small state machine that knows its own gestures only. */

/** @typedef {import("./pointer.js").Press} Press */
/**
 * @typedef {object} Tool
 * @property {string} name
 * @property {string} cursor
 * @property {() => void} [enter]
 * @property {() => void} [leave]
 * @property {(press: Press) => void} [down]
 * @property {(press: Press) => void} [move]
 * @property {(press: Press) => void} [up]
 * @property {(press: Press) => void} [hover] without a button
 * @property {(press: Press) => void} [double]
 * @property {(press: Press) => void} [hold] a long press of a finger
 * @property {() => boolean} [cancel] gives up what it is doing; false when it does nothing
 */

export class Toolbox extends EventTarget {
  /** @type {Map<string, Tool>} */
  #tools = new Map();
  /** @type {Tool} */
  #current;
  #root;

  /** @param {HTMLElement} root @param {Tool} first the tool to fall back to */
  constructor(root, first) {
    super();
    this.#root = root;
    this.#current = first;
    this.add(first);
    this.#root.style.cursor = first.cursor;
  }

  /** @param {...Tool} tools */
  add(...tools) {
    for (const tool of tools) this.#tools.set(tool.name, tool);
  }

  get current() {
    return this.#current;
  }

  /** @param {string} name */
  choose(name) {
    const tool = this.#tools.get(name);
    if (!tool) throw new Error(`There is no tool called “${name}”.`);
    if (tool !== this.#current) {
      this.#current.cancel?.();
      this.#current.leave?.();
      this.#current = tool;
      tool.enter?.();
    }
    this.#root.style.cursor = tool.cursor;
    this.dispatchEvent(new Event("change"));
  }

  /** Gives up the current gesture. @returns {boolean} whether there was one */
  cancel() {
    return this.#current.cancel?.() ?? false;
  }

  /** @param {string} cursor while pointing at something */
  point(cursor) {
    const shown = cursor || this.#current.cursor;
    if (this.#root.style.cursor !== shown) this.#root.style.cursor = shown;
  }
}
