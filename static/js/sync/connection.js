import { Backoff } from "./backoff.js";

/** @typedef {import("./edges.js").Edges} Edges */
/** @typedef {import("./edges.js").WebSocketLike} WebSocketLike */

/** Bytes after which the server hears that they were taken (rule S8). */
const RECEIVED_BYTES = 64 * 1024;
const CONNECT_MILLISECONDS = 10_000;
const PING_MILLISECONDS = 20_000;
const SILENCE_MILLISECONDS = 45_000;
/** After a push some word is expected sooner: a dead line is not to look like “saving” for long. */
const ANSWER_MILLISECONDS = 10_000;
/** Codes after which there is no use in coming back. @type {Record<number, string>} */
const FINAL = { 4404: "This board is not there, or you are not a member of it. Ask for a new link." };

/** One socket after another to the same board: comes back after a loss, notices silence, tells what it has taken. */
export class Connection {
  /** @type {WebSocketLike | null} */
  #socket = null;
  #open = false;
  /** How many sockets were opened. */
  number = 0;
  /** What the server said when it closed the last socket, where it said something. */
  why = "";
  #stopped = true;
  #taken = 0;
  #heard = false;
  /** A push waits for a sign of life. */
  #urgent = false;
  /** The server said hello on this socket. */
  #welcomed = false;
  /** @type {any} */
  #retry = null;
  /** @type {any} */
  #beat = null;
  #backoff;

  /**
   * @param {string} url
   * @param {Edges} edges
   * @param {{open: () => void, frame: (frame: any) => void, lost: () => void, final: (reason: string) => void}} on
   */
  constructor(url, edges, on) {
    this.url = url;
    this.edges = edges;
    this.on = on;
    this.#backoff = new Backoff(edges);
    edges.online(() => this.hurry());
    edges.offline(() => this.renew());
  }

  get open() {
    return this.#open;
  }

  start() {
    this.#stopped = false;
    this.#connect();
  }

  stop() {
    this.#stopped = true;
    this.edges.cancel(this.#retry);
    this.#drop();
  }

  /** Comes back at once instead of waiting. */
  hurry() {
    if (this.#stopped || this.#socket) return;
    this.edges.cancel(this.#retry);
    this.#connect();
  }

  /** Closes this socket and comes back with a new one; for what cannot be understood. */
  renew() {
    if (this.#stopped) return;
    this.#drop();
    this.#lost();
  }

  /** The server has let us in: the next loss starts with a short wait again. */
  welcome() {
    this.#welcomed = true;
    this.why = "";
    this.#backoff.reset();
  }

  /** @param {any} frame */
  send(frame) {
    if (!this.#open) return;
    this.#socket?.send(JSON.stringify(frame));
    if (frame.type === "push" && !this.#urgent) this.#expectAnswer();
  }

  #connect() {
    let socket;
    try {
      socket = this.edges.connect(this.url);
    } catch {
      this.#lost();
      return;
    }
    this.#socket = socket;
    this.#taken = 0;
    this.#heard = false;
    this.#urgent = this.#welcomed = false;
    this.#listen(CONNECT_MILLISECONDS);
    socket.onopen = () => {
      if (this.#socket !== socket) return;
      this.#open = true;
      this.number += 1;
      this.#heard = true;
      this.#listen(PING_MILLISECONDS);
      this.on.open();
    };
    socket.onmessage = (event) => {
      if (this.#socket === socket) this.#take(String(event.data));
    };
    socket.onerror = () => {};
    socket.onclose = (event) => {
      if (this.#socket !== socket) return;
      this.#drop();
      if (event.code in FINAL) {
        this.#stopped = true;
        this.on.final(FINAL[event.code]);
      } else {
        this.why = event.reason || "";
        this.#lost();
      }
    };
  }

  /** @param {string} text ASCII, so that its length is its size in bytes */
  #take(text) {
    this.#heard = true;
    this.#taken += text.length;
    if (this.#taken >= RECEIVED_BYTES) {
      this.send({ type: "received", bytes: this.#taken });
      this.#taken = 0;
    }
    let frame;
    try {
      frame = JSON.parse(text);
    } catch {
      this.renew();
      return;
    }
    this.on.frame(frame);
  }

  /**
   * Asks for a sign of life; a socket that gives none, never opens or is never welcomed is as good as closed.
   * @param {number} wait
   */
  #listen(wait) {
    this.edges.cancel(this.#beat);
    this.#beat = this.edges.later(() => {
      if (!this.#heard || !this.#welcomed) return this.renew();
      this.#heard = false;
      this.#urgent = false;
      this.send({ type: "ping" });
      this.#listen(SILENCE_MILLISECONDS - PING_MILLISECONDS);
    }, wait);
  }

  #expectAnswer() {
    this.#urgent = true;
    this.#heard = false;
    this.#listen(ANSWER_MILLISECONDS);
  }

  #drop() {
    this.edges.cancel(this.#beat);
    const socket = this.#socket;
    this.#socket = null;
    this.#open = false;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.onerror = () => {};
    try {
      socket.close();
    } catch {
      // closing what never opened
    }
  }

  #lost() {
    this.on.lost();
    if (this.#stopped) return;
    this.edges.cancel(this.#retry);
    this.#retry = this.edges.later(() => this.#connect(), this.#backoff.next());
  }
}
