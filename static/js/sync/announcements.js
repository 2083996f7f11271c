/** What a session tells its listeners: changes of the board at once or at the next frame, its status when it differs. */

/** @typedef {{state: "saved" | "saving" | "offline" | "refused", pending: number, message: string}} Status */

export class Announcements {
  #frameAsked = false;
  #toldStatus = "";
  #stopped = false;

  /**
   * @param {EventTarget} target
   * @param {import("../model/board.js").Board} board
   * @param {{frame: (work: () => void) => void, status: () => Status}} edges
   */
  constructor(target, board, { frame, status }) {
    this.target = target;
    this.board = board;
    this.frame = frame;
    this.readStatus = status;
  }

  /** @param {{local: boolean, reset: boolean}} how */
  change(how) {
    const changes = this.board.takeChanges();
    const { elements, links, frames, other } = changes;
    if (how.reset || other || elements.size || links.size || frames.size) this.tell("change", { ...changes, ...how });
  }

  /** What others changed: at most once per animation frame. */
  changeSoon() {
    if (this.#frameAsked) return;
    this.#frameAsked = true;
    this.frame(() => {
      this.#frameAsked = false;
      this.change({ local: false, reset: false });
    });
  }

  status() {
    const status = this.readStatus();
    const text = JSON.stringify(status);
    if (text === this.#toldStatus) return;
    this.#toldStatus = text;
    this.tell("status", status);
  }

  /** Nothing but a last status is told any more. */
  stop() {
    this.#stopped = true;
  }

  /** @param {string} type @param {object} detail */
  tell(type, detail) {
    if (!this.#stopped || type === "status") this.target.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/**
 * @param {number} pending pushes
 * @param {string} refusal the last one, "" for none
 * @param {boolean} connected
 * @param {string} why there is no connection, if the server said so
 * @returns {Status}
 */
export function statusOf(pending, refusal, connected, why = "") {
  if (refusal) return { state: "refused", pending, message: refusal };
  if (connected) return { state: pending ? "saving" : "saved", pending, message: "" };
  return { state: "offline", pending, message: `${why || "Not connected."} What you change is kept in this browser.` };
}
