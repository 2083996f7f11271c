/** Seeded randomness, and random operations of virtual users. */
import * as operations from "../../static/js/model/operations.js";

/** Numbers of mulberry32. @param {number} seed */
export function randomOf(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    /** @param {number} below */
    below: (below) => Math.floor(next() * below),
    /** @template T @param {T[]} items @returns {T} */
    one: (items) => items[Math.floor(next() * items.length)],
    /** @param {number} share */
    chance: (share) => next() < share,
  };
}

/** @typedef {ReturnType<typeof randomOf>} Random */

const WORDS = "order item stock paid shipped cancelled customer sends places Ünïcode 注文 🛒".split(" ");
const KINDS = ["domain_event", "command", "aggregate", "policy", "hotspot"];

/** @param {Random} random */
function words(random) {
  return Array.from({ length: random.below(5) }, () => random.one(WORDS)).join(" ");
}

/** Makes operations that a person could make on the board as they see it. */
export class Storm {
  #made = 0;

  /** @param {Random} random @param {string} prefix of ids, one per person */
  constructor(random, prefix) {
    this.random = random;
    this.prefix = prefix;
  }

  id() {
    return `${this.prefix}${++this.#made}`;
  }

  /** @param {Map<string, unknown>} map @param {number} [most] */
  some(map, most = 3) {
    const ids = [...map.keys()];
    return [...new Set(Array.from({ length: 1 + this.random.below(most) }, () => this.random.one(ids)))];
  }

  /** @param {import("../../static/js/model/board.js").Board} board @returns {import("../../static/js/model/operations.js").Operation[]} */
  step(board) {
    const { random } = this;
    if (board.elements.size < 3) return [this.#note(), this.#note()];
    const choice = random.next();
    if (choice < 0.2) return [this.#note()];
    if (choice < 0.3 || board.elements.size > 150) return [operations.removeElements(this.some(board.elements))];
    const [first, second] = [this.#target(board), this.#target(board)];
    if (choice < 0.45) return [operations.moveElements(this.some(board.elements, 5).map((id) => [id, random.below(999), random.below(999)]))];
    if (choice < 0.58) return [operations.setLabel(first, `${board.elements.get(first)?.label} ${words(random)}`.slice(0, 200), board.elements.get(first)?.label)];
    if (choice < 0.64) return [this.#property(first)];
    if (choice < 0.7) return [operations.addLinks([{ id: this.id(), from: first, to: second }])];
    if (choice < 0.76) return [this.#decision(first, second)];
    if (board.links.size && choice < 0.8) return [this.#link(board)];
    if (choice < 0.85) return [operations.addFrames([{ id: this.id(), kind: "region", label: words(random), elements: this.some(board.elements) }])];
    if (board.frames.size && choice < 0.95) return [this.#frame(board)];
    if (choice < 0.97) return [operations.setBoard("name", words(random))];
    const added = this.id();
    return [
      operations.addElements([{ id: added, kind: "note", label: "together" }]),
      operations.addLinks([{ id: this.id(), from: added, to: first }]),
      operations.setType(random.one(["Line", "Channel"]), random.one([null, { name: "Line", fields: [{ name: words(random) || "n" }] }])),
    ].slice(0, 2);
  }

  /** Often one of the oldest notes: people work on the same thing at the same time. @param {import("../../static/js/model/board.js").Board} board */
  #target(board) {
    const ids = [...board.elements.keys()];
    return this.random.chance(0.5) ? this.random.one(ids.sort().slice(0, 3)) : this.random.one(ids);
  }

  #note() {
    const { random } = this;
    return operations.addElements([{ id: this.id(), kind: random.one(KINDS), label: words(random), x: random.below(900), y: random.below(900) }]);
  }

  /** @param {string} id */
  #property(id) {
    const { random } = this;
    const property = random.one(["kind", "description", "pivotal", "fields", "state"]);
    /** @type {Record<string, unknown>} */
    const values = {
      kind: random.one(KINDS),
      description: words(random),
      pivotal: random.chance(0.5),
      fields: [{ name: random.one(["a", "b", "c"]), type: random.one(["string", "int"]) }],
      state: random.one(["", "resolved"]),
    };
    return operations.setElement(id, property, values[property]);
  }

  /** @param {string} first @param {string} second */
  #decision(first, second) {
    const { random } = this;
    if (first === second || random.chance(0.3)) return operations.decideContext(first, random.one(["value", "risk"]), random.one([null, 1, 3, 5]));
    if (random.chance(0.3)) return operations.decideLink(first, second, random.one(["confirmed", "forbidden", null]));
    if (random.chance(0.2)) return operations.pinExtraction("first", [first]);
    return operations.answer([first, second], random.one([true, false, null]));
  }

  /** @param {import("../../static/js/model/board.js").Board} board */
  #link(board) {
    const { random } = this;
    if (random.chance(0.4)) return operations.removeLinks(this.some(board.links, 2));
    const [id] = this.some(board.links, 1);
    return random.chance(0.5)
      ? operations.setLink(id, "role", random.one(["flow", "compensates"]))
      : operations.setLink(id, "group", random.one([null, { id: "g", mode: "O" }, { id: "g", mode: "X" }]));
  }

  /** @param {import("../../static/js/model/board.js").Board} board */
  #frame(board) {
    const { random } = this;
    const [id] = this.some(board.frames, 1);
    const choice = random.next();
    if (choice < 0.15 || board.frames.size > 30) return operations.removeFrames(this.some(board.frames, 2));
    if (choice < 0.4) return operations.joinFrame(id, [...this.some(board.elements), ...(random.chance(0.2) ? this.some(board.frames, 1).filter((other) => other !== id) : [])]);
    if (choice < 0.6) return operations.leaveFrame(id, /** @type {any} */ (board.frames.get(id)).elements.slice(0, 2));
    if (choice < 0.8) return operations.moveFrames([[id, random.below(99), random.below(99)]]);
    return random.chance(0.5) ? operations.setFrame(id, "label", words(random)) : operations.setFrame(id, "width", random.one([400, 500]));
  }
}
