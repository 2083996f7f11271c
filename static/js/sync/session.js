import { Board } from "../model/board.js";
import { attributed } from "../model/operations.js";
import { Refused } from "../model/refused.js";
import { Announcements, statusOf } from "./announcements.js";
import { Connection } from "./connection.js";
import { addresses, browserEdges } from "./edges.js";
import { History } from "./history.js";
import { Presence } from "./presence.js";
import { PushQueue, expectSendable } from "./push_queue.js";
import { Replica } from "./replica.js";
import { Snapshots } from "./snapshots.js";
import { orphaned } from "./store.js";

/** @typedef {import("./edges.js").Edges} Edges */
/** @typedef {import("../model/operations.js").Operation} Operation */
/** @typedef {import("./store.js").PushRecord} PushRecord */
/** @typedef {{id: string, name?: string, colour?: string, role?: string}} Member */
/** @typedef {import("./announcements.js").Status} Status */

const PROTOCOL = 1;
/**
 * A person's live part in a board (docs/protocol.md). Changes show at once, are kept until the server has them, and are
 * pushed in order; what others do arrives as "change". Events: "change", "status", "people", "refused", "undo".
 */
export class Session extends EventTarget {
  board = new Board();
  /** @type {string[]} */
  capabilities = [];
  #edges;
  #replica;
  #connection;
  #presence;
  #snapshots;
  #history = new History();
  #queue;
  #loaded = false;
  /** Whether the server has let us in on this connection. */
  #welcome = false;
  #refusal = "";
  #stopped = false;
  #announce;
  /** Frames that wait for a snapshot to arrive. @type {any[] | null} */
  #held = null;

  /**
   * @param {{boardId: string, member: Member, urls?: Record<string, string>}} place
   * @param {Partial<Edges>} [edges] other than the browser's
   */
  constructor({ boardId, member, urls = {} }, edges = {}) {
    super();
    this.member = member;
    this.#edges = { ...browserEdges(), ...edges };
    this.#announce = new Announcements(this, this.board, { frame: this.#edges.frame, status: () => this.status });
    this.#replica = new Replica(this.board, member.id);
    const at = addresses(this.#edges.origin, boardId, urls);
    this.#snapshots = new Snapshots(this.#edges, at.snapshot);
    this.#connection = new Connection(at.socket, this.#edges, {
      open: () => this.#connection.send({ type: "hello", revision: this.revision, protocol: 1 }),
      frame: (frame) => this.#take(frame),
      lost: () => this.#lost(),
      final: (reason) => this.#end(reason),
    });
    this.#presence = new Presence(this.#edges, (frame) => {
      if (this.#welcome) this.#connection.send(frame);
      return this.#welcome;
    });
    const names = { id: this.#edges.id, tab: this.#edges.id() };
    this.#queue = new PushQueue(this.#replica, this.#connection, this.#edges.store(boardId, member.id), names);
    /** Settles when the board is there; rejects when it will not come. @type {Promise<void>} */
    this.ready = this.#begin();
    this.ready.catch((error) => this.#end(error.message));
  }

  /** Of the last operation that the server confirmed. */
  get revision() {
    return this.#replica.revision;
  }

  get people() {
    return this.#presence.people;
  }

  get canUndo() {
    return this.#history.done.length > 0;
  }

  get canRedo() {
    return this.#history.undone.length > 0;
  }

  /** @returns {Status} */
  get status() {
    return statusOf(this.#replica.pending.length, this.#refusal, this.#welcome, this.#connection.why);
  }

  /** The server closed the line with a reason, and has not let us in since. */
  get turnedAway() {
    return this.#connection.why !== "";
  }

  /**
   * Applies the operations at once and pushes them; together they are one step of undo.
   * @param {Operation[]} operations
   * @param {{label?: string}} [options]
   */
  do(operations, { label = "" } = {}) {
    if (!this.#loaded) throw new Error("The board is not there yet: wait for session.ready.");
    const mine = operations.map((operation) => attributed(operation, this.member.id));
    const { undone } = this.#history;
    this.#history.undone = [];
    if (!this.#propose(mine, label, this.#history.done)) this.#history.undone = undone;
  }

  undo() {
    this.#reverse(this.#history.done, this.#history.undone);
  }

  redo() {
    this.#reverse(this.#history.undone, this.#history.done);
  }

  /** @param {import("./presence.js").PresenceState} state keys to change; null clears one */
  present(state) {
    this.#presence.present(state);
  }

  /** Leaves the board; what the server does not have stays in the browser. */
  close() {
    this.#stopped = true;
    this.#announce.stop();
    this.#connection.stop();
    this.#presence.stop();
    this.#snapshots.stop();
  }

  async #begin() {
    const [snapshot, store] = await Promise.all([this.#snapshots.load(), this.#queue.store]);
    const records = await orphaned(await store.all().catch(() => []), this.#queue.tab, this.#edges.locks).catch(() => []);
    if (this.#stopped) return;
    this.#replica.reset(snapshot.document, snapshot.revision);
    this.#queue.adopt(records);
    this.#loaded = true;
    this.#connection.start();
    this.#announce.change({ local: false, reset: true });
    this.#announce.status();
  }

  /**
   * Shows a new change, keeps and sends it; what cannot be goes back to the person.
   * @param {Operation[]} operations attributed @param {string} label @param {import("./history.js").Step[]} steps where it becomes one
   */
  #propose(operations, label, steps) {
    const record = this.#queue.record(operations, "", label);
    try {
      expectSendable(record);
      if (!this.#replica.propose(record)) return false;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#refused(record, error.message);
      return false;
    }
    steps.push({ push: record.id, label });
    this.#shown(record);
    return true;
  }

  /** A push that is on the board now is kept and sent. @param {PushRecord} record */
  #shown(record) {
    this.#queue.keep(record);
    this.#refusal = "";
    this.#announce.change({ local: true, reset: false });
    if (this.#welcome) this.#queue.send();
    this.#announce.status();
  }

  /** @param {import("./history.js").Step[]} from @param {import("./history.js").Step[]} to */
  #reverse(from, to) {
    const step = from.pop();
    if (!step) return;
    const { label } = step;
    if ("operations" in step) {
      this.#propose(step.operations, label, to);
      return;
    }
    const waiting = this.#replica.find(step.push);
    if (waiting && !waiting.sent) {
      this.#replica.drop(step.push);
      this.#queue.forget([step.push]);
      to.push(waiting.record.undo ? { push: waiting.record.undo, label } : { operations: waiting.record.operations, label });
      this.#announce.change({ local: true, reset: false });
      this.#announce.status();
      return;
    }
    const record = this.#queue.record([], step.push, label);
    this.#replica.adopt(record, false);
    to.push({ push: record.id, label });
    this.#shown(record);
  }

  /** @param {any} frame */
  #take(frame) {
    if (this.#held && ["operations", "ack", "refuse"].includes(frame.type)) {
      this.#held.push(frame);
      return;
    }
    if (frame.type === "hello") this.#takeHello(frame);
    else if (frame.type === "operations") this.#takeOperations(frame.entries);
    else if (frame.type === "snapshot") void this.#takeSnapshot();
    else if (frame.type === "ack") this.#takeAck(frame);
    else if (frame.type === "refuse") this.#takeRefusal(frame);
    else if (frame.type === "presence") this.#takePresence(frame);
  }

  /** @param {any} frame */
  #takeHello({ member, capabilities, people }) {
    this.#welcome = true;
    this.#connection.welcome();
    Object.assign(this.member, member);
    this.capabilities = capabilities;
    this.#presence.welcome([member, ...people]);
    this.#presence.repeat();
    this.#queue.send();
    this.#announce.tell("people", {});
    this.#announce.status();
  }

  /** @param {{people: any[], left: string[]}} frame */
  #takePresence({ people, left }) {
    this.#presence.update(people, left);
    this.#announce.tell("people", {});
  }

  /** @param {import("./replica.js").Entry[]} entries */
  #takeOperations(entries) {
    let finished;
    try {
      finished = this.#replica.confirm(entries);
    } catch (error) {
      console.error("The board in this browser went wrong; it is loaded again.", error);
      void this.#takeSnapshot();
      return;
    }
    if (finished === null) this.#connection.renew();
    else this.#finish(finished);
    this.#announce.changeSoon();
  }

  async #takeSnapshot() {
    // What was held for an earlier snapshot, on its way still, is to be taken after this one.
    const held = [...(this.#held ?? [])];
    this.#held = held;
    const snapshot = await this.#snapshots.load().catch((error) => this.#end(error.message));
    if (!snapshot || this.#held !== held) return;
    this.#held = null;
    const waiting = this.#replica.pending.map((push) => push.record.id);
    this.#replica.reset(snapshot.document, snapshot.revision);
    this.#finish(waiting.filter((id) => !this.#replica.find(id)));
    this.#announce.change({ local: false, reset: true });
    for (const frame of held) this.#take(frame);
  }

  /** @param {{id: string, revision: number, skipped?: string[]}} frame */
  #takeAck({ id, revision, skipped = [] }) {
    if (this.#replica.acknowledge(id, revision)) this.#finish([id]);
    if (skipped.length) this.#announce.tell("undo", { message: skipped.join(" ") });
    this.#queue.answered();
    this.#announce.changeSoon();
  }

  /** @param {{id: string, reason: string}} frame */
  #takeRefusal({ id, reason }) {
    const push = this.#replica.find(id);
    if (!push) return;
    this.#replica.drop(id);
    this.#history.forget(id);
    this.#finish([id]);
    if (push.record.undo) this.#announce.tell("undo", { message: reason });
    else this.#refused(push.record, reason);
    this.#queue.answered();
    this.#announce.changeSoon();
  }

  /** What a person did that cannot be goes back to them. @param {PushRecord} record @param {string} reason */
  #refused({ operations, label }, reason) {
    this.#refusal = reason;
    this.#announce.tell("refused", { operations, reason, label });
    this.#announce.status();
  }

  /** @param {string[]} ids of pushes that the server has judged */
  #finish(ids) {
    this.#queue.forget(ids);
    this.#announce.status();
  }

  #lost() {
    this.#welcome = false;
    this.#held = null;
    this.#queue.lost();
    this.#announce.status();
  }

  /** @param {string} reason */
  #end(reason) {
    this.close();
    this.#welcome = false;
    this.#refusal = reason;
    this.#announce.status();
  }
}
