import { Line } from "./line.mjs";
import { changeOf } from "./log.mjs";

const RECEIVED_BYTES = 64 * 1024; // as the browser does (static/js/sync/connection.js)
const OPERATIONS = Buffer.from('{"type":"operations"');
const PRESENCE = Buffer.from('{"type":"presence"');

/**
 * Reads a frame: changes are known by the ids of their pushes, cursors by their place (x: their number, y: the person).
 * @param {Buffer} frame
 */
export function read(frame) {
  const said = JSON.parse(frame.toString("latin1"));
  /** @type {[number, number][]} */
  const cursors = [];
  const changes = /** @type {number[]} */ ((said.entries ?? []).map(changeOf));
  if (said.type === "presence") {
    for (const { cursor } of said.people) if (cursor) cursors.push([cursor.y, cursor.x]);
  }
  return { from: said.from, to: said.to, changes, cursors };
}

/** A person of an Eventstorm board. */
export class Person {
  revision = 0;
  /** Let in: what is sent before the pushes that wait would overtake them. */
  here = false;
  #taken = 0;
  #catchUp = 0;
  /** Pushes without an answer, in order. @type {Map<string, string>} */
  #pending = new Map();
  #welcome = () => {};
  /** Frames that wait for the board as a whole. @type {[Buffer, number][] | null} */
  #waiting = null;
  #line;

  /**
   * @param {number} index
   * @param {{address: string, board: string, cookie: string}} seat
   * @param {import("./ledger.mjs").Ledger} ledger
   * @param {import("./readings.mjs").Readings<ReturnType<typeof read>>} readings of the board's frames
   * @param {import("./log.mjs").Log} log of the board
   */
  constructor(index, seat, ledger, readings, log) {
    this.index = index;
    this.seat = seat;
    this.ledger = ledger;
    this.readings = readings;
    this.log = log;
    this.#line = new Line(ledger, (frame, now) => this.#take(frame, now));
  }

  /** Comes, or comes back with the revision it has; settles when the server has let it in. */
  async enter() {
    const { address, board, cookie } = this.seat;
    this.#taken = 0;
    this.#waiting = null;
    const welcome = new Promise((resolve) => (this.#welcome = () => resolve(undefined)));
    const headers = { cookie, origin: address };
    await this.#line.connect(`${address.replace("http", "ws")}/ws/boards/${board}/`, headers, () => this.#lost());
    this.#line.send(JSON.stringify({ type: "hello", protocol: 1, revision: this.revision }));
    await welcome;
    this.here = true;
    for (const [id, frame] of this.#pending) {
      this.ledger.again(Number(id.slice(1)));
      this.#line.send(frame);
    }
    this.ledger.comings += 1;
  }

  /** @param {number} number @param {string} id @param {string} label */
  write(number, id, label) {
    const note = { id, kind: "domain_event", label, x: number, y: this.index };
    this.#push(number, [{ op: "add_elements", elements: [note] }]);
  }

  /** @param {number} number @param {string} id */
  move(number, id) {
    this.#push(number, [{ op: "move_elements", moves: [[id, number, this.index]] }]);
  }

  /** @param {number} number @param {string} id @param {string} label */
  reword(number, id, label) {
    this.#push(number, [{ op: "set_label", id, label }]);
  }

  /** @param {number} number @param {string} one @param {string} other @param {boolean} same */
  vote(number, one, other, same) {
    this.#push(number, [{ op: "answer", elements: [one, other], same, by: "" }]);
  }

  /** @param {number} number of the cursor @param {string | null | undefined} dragged null: put down; undefined: nothing */
  point(number, dragged) {
    const dragging = dragged === undefined ? {} : { dragging: dragged && { [dragged]: [number, this.index] } };
    this.#send({ type: "presence", cursor: { x: number, y: this.index }, ...dragging });
  }

  cut() {
    this.here = false;
    this.#line.cut();
  }

  /** @param {number} number @param {object[]} operations */
  #push(number, operations) {
    const id = `p${number}`;
    const frame = JSON.stringify({ type: "push", id, operations });
    this.#pending.set(id, frame);
    if (this.here) this.#line.send(frame);
  }

  /** @param {object} frame */
  #send(frame) {
    if (this.#line.open) this.#line.send(JSON.stringify(frame));
  }

  #lost() {
    this.here = false;
    this.#catchUp = Infinity;
    setTimeout(() => this.enter().catch(() => this.#lost()), 500 + 20 * (this.index % 25));
  }

  /** @param {Buffer} frame @param {number} now */
  #take(frame, now) {
    this.#taken += frame.length;
    if (this.#taken >= RECEIVED_BYTES) {
      this.#send({ type: "received", bytes: this.#taken });
      this.#taken = 0;
    }
    if (frame.subarray(0, OPERATIONS.length).equals(OPERATIONS)) {
      this.ledger.frames.operations += 1;
      if (this.#waiting) this.#waiting.push([frame, now]);
      else this.#hear(frame, now);
    } else if (frame.subarray(0, PRESENCE.length).equals(PRESENCE)) {
      this.ledger.frames.presence += 1;
      this.ledger.pointed(this.index, this.readings.of(frame).cursors, now);
    } else {
      this.ledger.frames.other += 1;
      this.#answer(JSON.parse(frame.toString("latin1")), now);
    }
  }

  /** @param {Buffer} frame @param {number} now */
  #hear(frame, now) {
    const { from, to, changes } = this.readings.of(frame);
    this.log.put(from, changes);
    if (to <= this.revision) return; // the board as a whole had it
    if (from > this.revision + 1) this.ledger.gaps += 1;
    this.ledger.arrived(this.index, changes.slice(this.revision + 1 - from), now, to > this.#catchUp);
    this.revision = to;
  }

  /** Fetches the board as a browser does that has missed too much. @param {string} url */
  async #fetch(url) {
    this.ledger.snapshots += 1;
    const waiting = /** @type {[Buffer, number][]} */ ([]);
    this.#waiting = waiting;
    const answer = await fetch(`${this.seat.address}${url}`, { headers: { cookie: this.seat.cookie } });
    const { revision } = await answer.json();
    const changes = await this.log.between(this.revision, revision);
    if (this.#waiting !== waiting) return; // the connection was lost meanwhile
    this.ledger.arrived(this.index, changes, performance.now(), revision > this.#catchUp);
    this.revision = revision;
    this.#waiting = null;
    for (const [frame, now] of waiting) this.#hear(frame, now);
  }

  /** @param {any} said @param {number} now */
  #answer(said, now) {
    if (said.type === "ack") {
      if (this.#pending.delete(said.id)) this.ledger.ack(Number(said.id.slice(1)), now);
    } else if (said.type === "refuse") {
      this.#pending.delete(said.id);
      this.ledger.refusals[said.reason] = (this.ledger.refusals[said.reason] ?? 0) + 1;
    } else if (said.type === "hello") {
      this.#catchUp = said.revision;
      const pointing = said.people.filter((/** @type {any} */ person) => person.cursor);
      this.ledger.pointed(this.index, pointing.map((/** @type {any} */ { cursor }) => [cursor.y, cursor.x]), now, false);
      this.#welcome();
    } else if (said.type === "snapshot") {
      void this.#fetch(said.url);
    }
  }
}
