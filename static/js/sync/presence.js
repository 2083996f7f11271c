/** Who is here and what they point at; own presence goes out at a bounded rate and is never stored (rule S7). */

/** @typedef {import("./edges.js").Edges} Edges */
/**
 * @typedef {object} PresenceState
 * @property {{x: number, y: number} | null} [cursor]
 * @property {string[] | null} [selection]
 * @property {Record<string, [number, number]> | null} [dragging]
 * @property {{id: string, text: string} | null} [typing]
 */
/**
 * @typedef {object} Person
 * @property {string} id
 * @property {string} name
 * @property {string} colour
 * @property {string} [role]
 * @property {{x: number, y: number} | null} cursor
 * @property {string[]} selection
 * @property {Record<string, [number, number]> | null} dragging
 * @property {{id: string, text: string} | null} typing
 */

const MILLISECONDS = 50;
const ITEMS = 200;
const ABSENT = { name: "", colour: "#888888", cursor: null, selection: [], dragging: null, typing: null };

export class Presence {
  /** @type {Map<string, Person>} */
  people = new Map();
  /** @type {PresenceState} */
  #own = {};
  /** @type {PresenceState} */
  #unsent = {};
  /** @type {any} */
  #timer = null;

  /** @param {Edges} edges @param {(frame: unknown) => boolean} send false: not connected */
  constructor(edges, send) {
    this.edges = edges;
    this.send = send;
  }

  /** Merges the keys given into what others see of me. @param {PresenceState} state */
  present(state) {
    const bounded = bound(state);
    for (const [name, value] of Object.entries(bounded)) {
      if (JSON.stringify(/** @type {any} */ (this.#own)[name] ?? null) === JSON.stringify(value ?? null)) continue;
      Object.assign(this.#own, { [name]: value });
      Object.assign(this.#unsent, { [name]: value });
    }
    if (this.#timer === null && Object.keys(this.#unsent).length) this.#flush();
  }

  /** After coming back: others know nothing of me. */
  repeat() {
    this.#unsent = { ...this.#own };
    if (this.#timer === null && Object.keys(this.#unsent).length) this.#flush();
  }

  /** @param {any[]} people everybody who is here */
  welcome(people) {
    this.people.clear();
    this.update(people, []);
  }

  /** @param {any[]} people with the keys that changed @param {string[]} left */
  update(people, left) {
    for (const id of left) this.people.delete(id);
    for (const person of people) {
      const merged = { ...ABSENT, ...this.people.get(person.id), ...person };
      merged.selection ??= [];
      this.people.set(person.id, merged);
    }
  }

  stop() {
    this.edges.cancel(this.#timer);
  }

  #flush() {
    if (this.send({ type: "presence", ...this.#unsent })) this.#unsent = {};
    else return;
    this.#timer = this.edges.later(() => {
      this.#timer = null;
      if (Object.keys(this.#unsent).length) this.#flush();
    }, MILLISECONDS);
  }
}

/** @param {PresenceState} state @returns {PresenceState} within what the server takes */
function bound(state) {
  const out = { ...state };
  if (out.selection && out.selection.length > ITEMS) out.selection = out.selection.slice(0, ITEMS);
  if (out.dragging && Object.keys(out.dragging).length > ITEMS) {
    out.dragging = Object.fromEntries(Object.entries(out.dragging).slice(0, ITEMS));
  }
  if (out.typing && out.typing.text.length > 1000) out.typing = { ...out.typing, text: out.typing.text.slice(0, 1000) };
  return out;
}
