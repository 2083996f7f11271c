/** A server in a page's memory that speaks the protocol by hand: the test decides what it says and when. */
import { MemoryStore } from "../../../static/js/sync/store.js";

export class FakeServer {
  /** Frames that the browser sent, over all connections. @type {any[]} */
  sent = [];
  /** @type {any} */
  socket = null;
  revision = 0;
  /** @type {any} */
  document = { format: "eventstorm/board", version: 1, name: "Shop", elements: [] };
  store = new MemoryStore();
  /** @type {(() => void)[]} */
  frames = [];
  /** @type {{work: () => void, wait: number}[]} */
  timers = [];
  reachable = true;
  /** The browser says that the network is gone. */
  unplug = () => {};
  #ids = 0;

  /** @returns {any} edges for a session */
  edges() {
    return {
      connect: () => this.#connect(),
      fetch: async () => ({ ok: true, status: 200, json: async () => structuredClone({ revision: this.revision, document: this.document }) }),
      store: async () => this.store,
      locks: undefined,
      frame: (/** @type {() => void} */ work) => void this.frames.push(work),
      later: (/** @type {() => void} */ work, /** @type {number} */ wait) => {
        const timer = { work, wait };
        this.timers.push(timer);
        return timer;
      },
      cancel: (/** @type {any} */ timer) => void (this.timers = this.timers.filter((other) => other !== timer)),
      random: () => 0.5,
      id: () => `push-${++this.#ids}`,
      online: () => {},
      offline: (/** @type {() => void} */ work) => void (this.unplug = work),
      origin: "http://127.0.0.1",
    };
  }

  #connect() {
    const socket = { send: (/** @type {string} */ text) => void this.sent.push(JSON.parse(text)), close: () => {} };
    this.socket = socket;
    if (this.reachable) queueMicrotask(() => /** @type {any} */ (socket).onopen?.({}));
    return socket;
  }

  /** @param {any} frame */
  say(frame) {
    this.socket.onmessage({ data: JSON.stringify(frame) });
  }

  welcome() {
    const member = { id: "ann", name: "Ann", colour: "#123456", role: "editor" };
    this.say({ type: "hello", revision: this.revision, member, capabilities: ["edit"], people: [] });
  }

  /** @param {string} author @param {string} push @param {...any} operations */
  enter(author, push, ...operations) {
    const entries = operations.map((op) => ({ revision: ++this.revision, author, push, op, at: "" }));
    this.say({ type: "operations", from: entries[0].revision, to: this.revision, entries });
  }

  /** The line breaks. @param {number} [code] @param {string} [reason] */
  drop(code = 1006, reason = "") {
    this.socket.onclose({ code, reason });
  }

  /** Runs the timer that waits for this long. @param {(wait: number) => boolean} which */
  pass(which) {
    const timer = this.timers.find(({ wait }) => which(wait));
    if (!timer) throw new Error("nothing waits for that long");
    this.timers = this.timers.filter((other) => other !== timer);
    timer.work();
  }

  paint() {
    for (const work of this.frames.splice(0)) work();
  }

  get pushes() {
    return this.sent.filter(({ type }) => type === "push");
  }
}

/** Lets promises settle. */
export async function settle() {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}
