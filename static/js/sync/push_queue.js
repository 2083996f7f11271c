/** The own pushes on their way to the server: in order, a bounded number at a time, kept until it has judged them. */

import { Refused } from "../model/refused.js";

/** @typedef {import("./replica.js").Replica} Replica */
/** @typedef {import("./connection.js").Connection} Connection */
/** @typedef {import("./store.js").PushRecord} PushRecord */
/** @typedef {import("./store.js").PushStore} PushStore */
/** @typedef {import("../model/operations.js").Operation} Operation */

/** Pushes that may wait for their acknowledgement at a time. */
const IN_FLIGHT = 64;
/** Characters of one push; the server takes frames of up to 1 MiB. */
const PUSH_CHARACTERS = 1_000_000;

export class PushQueue {
  #order = 0;
  #inFlight = 0;

  /**
   * @param {Replica} replica
   * @param {Connection} connection
   * @param {Promise<PushStore>} store
   * @param {{id: () => string, tab: string}} names
   */
  constructor(replica, connection, store, { id, tab }) {
    this.replica = replica;
    this.connection = connection;
    this.store = store;
    this.id = id;
    this.tab = tab;
  }

  /** @param {Operation[]} operations empty for an undo @param {string} undo the push to take back @param {string} label @returns {PushRecord} */
  record(operations, undo, label) {
    return { id: this.id(), order: this.#order++, operations, undo, label, tab: this.tab };
  }

  /** Shows again what an earlier visit left unsent, or unanswered. @param {PushRecord[]} records */
  adopt(records) {
    for (const record of records) {
      this.#order = Math.max(this.#order, record.order + 1);
      this.replica.adopt(record, true);
    }
  }

  /** Keeps a push that the replica shows, across reload and offline time. @param {PushRecord} record */
  keep(record) {
    this.#stored((store) => store.put(record));
  }

  /** @param {string[]} ids of pushes that are judged, or were undone before they were sent */
  forget(ids) {
    for (const id of ids) this.#stored((store) => store.remove(id));
  }

  /** Sends what was not sent on this connection. */
  send() {
    for (const push of this.replica.pending) {
      if (this.#inFlight >= IN_FLIGHT) return;
      if (push.asked === this.connection.number || push.acked !== null) continue;
      push.sent = true;
      push.asked = this.connection.number;
      this.#inFlight += 1;
      const { id, undo, operations } = push.record;
      this.connection.send(undo ? { type: "push", id, undo } : { type: "push", id, operations });
    }
  }

  /** The server has judged one. */
  answered() {
    this.#inFlight = Math.max(0, this.#inFlight - 1);
    this.send();
  }

  /** The connection is gone, and with it what was on its way. */
  lost() {
    this.#inFlight = 0;
  }

  /** A browser that keeps nothing is no reason to stop. @param {(store: PushStore) => Promise<void>} work */
  #stored(work) {
    this.store.then(work).catch(() => {});
  }
}

/** Throws `Refused` for a push that the server would not take. @param {PushRecord} record */
export function expectSendable(record) {
  if (JSON.stringify(record).length > PUSH_CHARACTERS) throw new Refused("That is too much for one change. Do it in parts.");
}
