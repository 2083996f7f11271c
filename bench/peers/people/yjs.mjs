import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import * as Y from "yjs";
import { Line } from "./line.mjs";

const SYNC = 0, AWARENESS = 1, AUTH = 2, STATUS = 8;
const STEP_1 = 0, STEP_2 = 1, UPDATE = 2;

/** @param {string | null} name Hocuspocus writes the document's name first @param {(encoder: encoding.Encoder) => void} rest */
function framed(name, rest) {
  const encoder = encoding.createEncoder();
  if (name !== null) encoding.writeVarString(encoder, name);
  rest(encoder);
  return encoding.toUint8Array(encoder);
}

/**
 * Reads frames of a document. Changes are known by the places that they set, [number, person], cursors by theirs. Every
 * distinct update is applied to `replica`, so that at the end one can look whether the document is what it should be.
 * @param {string | null} name @param {Y.Doc} replica
 */
export function reader(name, replica) {
  return (/** @type {Buffer} */ frame) => {
    const decoder = decoding.createDecoder(frame);
    if (name !== null) decoding.readVarString(decoder);
    const kind = decoding.readVarUint(decoder);
    /** @type {{kind: number, changes: number[], cursors: [number, number][]}} */
    const meaning = { kind, changes: [], cursors: [] };
    if (kind === SYNC && decoding.readVarUint(decoder) !== STEP_1) {
      const update = decoding.readVarUint8Array(decoder);
      Y.applyUpdate(replica, update);
      for (const { content } of /** @type {any[]} */ (Y.decodeUpdate(update).structs)) {
        for (const value of content?.arr ?? []) if (Array.isArray(value)) meaning.changes.push(value[0]);
      }
    } else if (kind === AWARENESS) {
      const states = decoding.createDecoder(decoding.readVarUint8Array(decoder));
      for (let left = decoding.readVarUint(states); left > 0; left -= 1) {
        decoding.readVarUint(states);
        decoding.readVarUint(states);
        const { cursor } = JSON.parse(decoding.readVarString(states)) ?? {};
        if (cursor) meaning.cursors.push([cursor.y, cursor.x]);
      }
    }
    return meaning;
  };
}

/** A person of a Yjs document, who keeps a document of their own notes only. */
export class Person {
  #clock = 0;
  /** Changes without an answer, in order. @type {number[]} */
  #pending = [];
  #welcome = () => {};
  #doc = new Y.Doc();
  #notes = this.#doc.getMap("notes");
  #decisions = this.#doc.getMap("decisions");
  #line;
  #name;

  /**
   * @param {number} index
   * @param {{address: string, board: string, named: boolean}} seat `named`: as Hocuspocus has it
   * @param {import("./ledger.mjs").Ledger} ledger
   * @param {import("./readings.mjs").Readings<ReturnType<ReturnType<typeof reader>>>} readings
   */
  constructor(index, seat, ledger, readings) {
    this.index = index;
    this.seat = seat;
    this.ledger = ledger;
    this.readings = readings;
    this.#name = seat.named ? seat.board : null;
    this.#doc.clientID = index + 1;
    this.#line = new Line(ledger, (frame, now) => this.#take(frame, now));
    this.#doc.on("update", (update) => this.#sync(UPDATE, update));
  }

  get here() {
    return this.#line.open;
  }

  async enter() {
    const { address, board } = this.seat;
    const welcome = new Promise((resolve) => (this.#welcome = () => resolve(undefined)));
    const lost = () => (this.ledger.gaps += 1);
    await this.#line.connect(`${address.replace("http", "ws")}/${board}`, {}, lost);
    if (this.#name !== null) {
      this.#send((encoder) => {
        encoding.writeVarUint(encoder, AUTH);
        encoding.writeVarUint(encoder, 0); // a token
        encoding.writeVarString(encoder, "");
      });
    }
    this.#sync(STEP_1, Y.encodeStateVector(this.#doc));
    await welcome;
    this.ledger.comings += 1;
  }

  /** @param {number} number @param {string} id @param {string} label */
  write(number, id, label) {
    this.#pending.push(number);
    this.#doc.transact(() => {
      const note = new Y.Map();
      note.set("kind", "domain_event");
      note.set("label", label);
      note.set("at", [number, this.index]);
      this.#notes.set(id, note);
    });
  }

  /** @param {number} number @param {string} id */
  move(number, id) {
    this.#pending.push(number);
    /** @type {Y.Map<unknown>} */ (this.#notes.get(id)).set("at", [number, this.index]);
  }

  /** @param {number} number @param {string} one @param {string} other @param {boolean} same */
  vote(number, one, other, same) {
    this.#pending.push(number);
    this.#decisions.set(`${one}/${other}`, [number, same]);
  }

  /** @param {number} number @param {string | null | undefined} dragged */
  point(number, dragged) {
    const dragging = dragged ? { dragging: { [dragged]: [number, this.index] } } : {};
    const state = JSON.stringify({ cursor: { x: number, y: this.index }, ...dragging });
    const update = encoding.createEncoder();
    encoding.writeVarUint(update, 1);
    encoding.writeVarUint(update, this.#doc.clientID);
    encoding.writeVarUint(update, (this.#clock += 1));
    encoding.writeVarString(update, state);
    this.#send((encoder) => {
      encoding.writeVarUint(encoder, AWARENESS);
      encoding.writeVarUint8Array(encoder, encoding.toUint8Array(update));
    });
  }

  cut() {
    this.#line.cut();
  }

  /** @param {number} step @param {Uint8Array} update */
  #sync(step, update) {
    this.#send((encoder) => {
      encoding.writeVarUint(encoder, SYNC);
      encoding.writeVarUint(encoder, step);
      encoding.writeVarUint8Array(encoder, update);
    });
  }

  /** @param {(encoder: encoding.Encoder) => void} rest */
  #send(rest) {
    this.#line.send(framed(this.#name, rest));
  }

  /** @param {Buffer} frame @param {number} now */
  #take(frame, now) {
    const { kind, changes, cursors } = this.readings.of(frame);
    if (kind === SYNC) {
      this.ledger.frames.operations += 1;
      if (changes.length) this.ledger.arrived(this.index, changes, now);
      this.#welcome();
    } else if (kind === AWARENESS) {
      this.ledger.frames.presence += 1;
      this.ledger.pointed(this.index, cursors, now);
    } else {
      this.ledger.frames.other += 1;
      if (kind === STATUS && this.#pending.length) this.ledger.ack(Number(this.#pending.shift()), now);
    }
  }
}
