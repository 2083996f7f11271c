import * as canonical from "./canonical.js";
import { byCodePoint } from "./keys.js";

/**
 * @typedef {object} Field
 * @property {string} name
 * @property {string} [type]
 * @property {boolean} [required]
 * @property {string} [description]
 * @property {unknown} [example]
 * @property {boolean} [personal]
 */
/**
 * @typedef {object} Element a note on the board; x and y are its upper left corner in board units
 * @property {string} id
 * @property {string} kind
 * @property {string} label
 * @property {number} [x]
 * @property {number} [y]
 * @property {string} [description]
 * @property {boolean} [pivotal]
 * @property {Field[]} [fields]
 * @property {string} [author]
 * @property {string} [state]
 */
/** @typedef {{id: string, mode?: string}} Alternative */
/** @typedef {{id: string, from: string, to: string, role?: string, group?: Alternative}} Link */
/**
 * @typedef {object} Frame
 * @property {string} id
 * @property {string} kind
 * @property {string} label
 * @property {number} x
 * @property {number} y
 * @property {number} width
 * @property {number} height
 * @property {string[]} elements members, sorted
 */
/** @typedef {{name: string, fields?: Field[], enum?: string[]}} ValueType */
/** @typedef {{id: string, command: string, given?: string[], when?: Record<string, unknown>, then?: string[]}} Example */
/** @typedef {{elements: [string, string], same: boolean, by?: string}} Answer */
/** @typedef {{from: string, to: string, verdict: "confirmed" | "forbidden"}} LinkVerdict */
/** @typedef {{stage: string, by: string, at?: string, note?: string}} SignOff */
/** @typedef {{kpi: string, value: number, at?: string}} Measurement */
/**
 * @typedef {object} ContextDecision
 * @property {string} anchor
 * @property {string} [name]
 * @property {number | null} [value]
 * @property {number | null} [risk]
 * @property {number | null} [effort]
 * @property {string} [stage]
 * @property {SignOff[]} [sign_offs]
 * @property {Measurement[]} [measurements]
 */
/**
 * @typedef {object} Decisions
 * @property {[string, string][]} [same_context]
 * @property {[string, string][]} [separate_context]
 * @property {Answer[]} [answers]
 * @property {LinkVerdict[]} [links]
 * @property {ContextDecision[]} [contexts]
 * @property {{first?: string[], after?: [string, string][]}} [extraction]
 */
/**
 * @typedef {object} Changes ids of what was added, changed or removed
 * @property {Set<string>} elements
 * @property {Set<string>} links
 * @property {Set<string>} frames
 * @property {boolean} other whether anything else changed: name, level, types, examples, decisions
 */

const KNOWN = new Set(["format", "version", "name", "level", "elements", "links", "frames", "types", "examples", "decisions"]);

/** A board's contents by id. Entries are never changed in place, they are replaced; only operations do that. */
export class Board {
  name = "";
  /** @type {import("./kinds.js").Level} */
  level = "design";
  /** @type {Map<string, Element>} */
  elements = new Map();
  /** @type {Map<string, Link>} */
  links = new Map();
  /** @type {Map<string, Frame>} */
  frames = new Map();
  /** @type {Map<string, ValueType>} */
  types = new Map();
  /** @type {Map<string, Example>} */
  examples = new Map();
  /** @type {Decisions} */
  decisions = {};
  /** Keys of the document that this version does not know. @type {Record<string, unknown>} */
  extra = {};
  /** @type {Changes} */
  #changes = nothingChanged();

  /** @param {Record<string, any>} document a board document that the server has written @returns {Board} */
  static fromDocument(document) {
    const board = new Board();
    board.reset(document);
    return board;
  }

  /** Takes on the contents of another document; the board and its maps stay the same objects. @param {Record<string, any>} document */
  reset(document) {
    for (const map of [this.elements, this.links, this.frames, this.types, this.examples]) map.clear();
    this.name = document.name ?? "";
    this.level = document.level ?? "design";
    for (const entry of document.elements ?? []) this.elements.set(entry.id, entry);
    for (const entry of document.links ?? []) this.links.set(entry.id, entry);
    for (const entry of document.frames ?? []) {
      const frame = canonical.wholeFrame(entry);
      frame.elements = [...frame.elements].sort(byCodePoint);
      this.frames.set(entry.id, frame);
    }
    for (const entry of document.types ?? []) this.types.set(entry.name, entry);
    for (const entry of document.examples ?? []) this.examples.set(entry.id, entry);
    this.decisions = document.decisions ?? {};
    this.extra = {};
    for (const name in document) if (!KNOWN.has(name)) this.extra[name] = document[name];
    this.#changes = nothingChanged();
  }

  /** @returns {Record<string, any>} the board document, version 1 */
  toDocument() {
    return {
      format: "eventstorm/board",
      version: 1,
      name: this.name,
      level: this.level,
      elements: Array.from(this.elements.values(), canonical.element),
      types: Array.from(this.types.values(), canonical.type),
      links: Array.from(this.links.values(), canonical.link),
      frames: Array.from(this.frames.values(), canonical.frame),
      examples: Array.from(this.examples.values(), canonical.example),
      decisions: canonical.decisions(this.decisions),
      ...this.extra,
    };
  }

  /** What changed since the last call. @returns {Changes} */
  takeChanges() {
    const changes = this.#changes;
    this.#changes = nothingChanged();
    return changes;
  }

  /** @param {Element} element */
  putElement(element) {
    this.elements.set(element.id, element);
    this.#changes.elements.add(element.id);
  }

  /** @param {string} id */
  removeElement(id) {
    this.elements.delete(id);
    this.#changes.elements.add(id);
  }

  /** @param {Link} link */
  putLink(link) {
    this.links.set(link.id, link);
    this.#changes.links.add(link.id);
  }

  /** @param {string} id */
  removeLink(id) {
    this.links.delete(id);
    this.#changes.links.add(id);
  }

  /** @param {Frame} frame */
  putFrame(frame) {
    this.frames.set(frame.id, frame);
    this.#changes.frames.add(frame.id);
  }

  /** @param {string} id */
  removeFrame(id) {
    this.frames.delete(id);
    this.#changes.frames.add(id);
  }

  /** @param {string} name @param {ValueType | null} type */
  setType(name, type) {
    if (type) this.types.set(name, type);
    else this.types.delete(name);
    this.#changes.other = true;
  }

  /** @param {string} id @param {Example | null} example */
  setExample(id, example) {
    if (example) this.examples.set(id, example);
    else this.examples.delete(id);
    this.#changes.other = true;
  }

  /** @param {Decisions} decisions */
  setDecisions(decisions) {
    this.decisions = decisions;
    this.#changes.other = true;
  }

  /** @param {"name" | "level"} property @param {any} value */
  setProperty(property, value) {
    if (property === "name") this.name = value;
    else this.level = value;
    this.#changes.other = true;
  }
}

/** @returns {Changes} */
export function nothingChanged() {
  return { elements: new Set(), links: new Set(), frames: new Set(), other: false };
}
