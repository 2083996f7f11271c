import { Backoff } from "./backoff.js";

/** @typedef {import("./edges.js").Edges} Edges */
/** @typedef {{revision: number, document: Record<string, any>}} Snapshot */

/** Answers after which asking again is of no use. @type {Record<number, string>} */
const FINAL = {
  401: "You are not signed in to this board. Open your link again.",
  403: "You are not a member of this board. Ask for a link.",
  404: "This board is not there, or you are not a member of it. Ask for a new link.",
};

/** The board will not come; the message says why. */
export class NoBoard extends Error {}

/** Fetches the board as a whole over HTTP, again and again until it comes. */
export class Snapshots {
  #stopped = false;

  /** @param {Edges} edges @param {string} url */
  constructor(edges, url) {
    this.edges = edges;
    this.url = url;
  }

  stop() {
    this.#stopped = true;
  }

  /** @returns {Promise<Snapshot>} rejects with `NoBoard`; never settles after `stop` */
  async load() {
    const backoff = new Backoff(this.edges);
    for (;;) {
      const answer = await this.#ask();
      if (this.#stopped) return new Promise(() => {});
      if (answer) return answer;
      await new Promise((resolve) => this.edges.later(() => resolve(undefined), backoff.next()));
    }
  }

  /** @returns {Promise<Snapshot | null>} null: try again */
  async #ask() {
    try {
      const answer = await this.edges.fetch(this.url);
      if (answer.status in FINAL) throw new NoBoard(FINAL[answer.status]);
      return answer.ok ? await answer.json() : null;
    } catch (error) {
      if (error instanceof NoBoard) throw error;
      return null;
    }
  }
}
