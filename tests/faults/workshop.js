/**
 * A workshop: virtual users on one board with the sync modules as they are shipped. Reads what to do as JSON from the
 * first argument and orders as lines of JSON from stdin; prints the ledger as it comes, a line of JSON an event, and
 * last `end` with every replica.
 *
 * {board, people: [{member, cookie, origin}], seed, pause, patience}: everybody has an origin of their own, a line that
 * may break; `pause` milliseconds between two steps of anybody, `patience` milliseconds for all to come to rest.
 */
import { createInterface } from "node:readline";
import { writeSync } from "node:fs";
import * as operations from "../../static/js/model/operations.js";
import { Session } from "../../static/js/sync/session.js";
import { MemoryStore } from "../../static/js/sync/store.js";
import { Storm, randomOf } from "../sync/random_operations.js";
import { sightings, tellingEdges } from "./edges.js";

/** Own changes under way at which a person stops and waits. */
const PATIENT_WITH = 80;
/** Notes of a paste, and the length of their labels: some 230 KB, a little less than makes a server send a snapshot. */
const PASTED = 220;
const LABEL = 950;

const task = JSON.parse(process.argv[2]);
const sleep = (/** @type {number} */ milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** @param {Record<string, unknown>} event */
function tell(event) {
  let rest = Buffer.from(`${JSON.stringify(event)}\n`);
  while (rest.length) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      if (/** @type {any} */ (error).code !== "EAGAIN") throw error;
    }
  }
}

const log = sightings(tell);

/** Keeps the pushes as the browser's database does, and tells of each that a person made or took back unsent. */
class ToldStore extends MemoryStore {
  /** Of the push that was made last. */
  newest = "";
  /** Pushes that are not judged yet. @type {Set<string>} */
  open = new Set();

  /** @param {(event: Record<string, unknown>) => void} tell */
  constructor(tell) {
    super();
    this.tell = tell;
  }

  /** @param {import("../../static/js/sync/store.js").PushRecord} record */
  async put(record) {
    this.tell({ event: "made", id: record.id });
    this.newest = record.id;
    this.open.add(record.id);
    await super.put(record);
  }

  /** @param {string} id */
  async remove(id) {
    this.tell({ event: "let go", id });
    this.open.delete(id);
    await super.remove(id);
  }
}

class User {
  loaded = false;
  /** How many asked for a flood that is not over. */
  floods = 0;

  /** @param {any} person @param {number} number */
  constructor(person, number) {
    this.random = randomOf(task.seed * 1000 + number);
    this.person = person;
    const name = `${task.seed}-${number}`;
    this.storm = new Storm(this.random, `${name}-`);
    const own = (/** @type {Record<string, unknown>} */ event) => tell({ user: number, ...event });
    this.store = new ToldStore(own);
    this.tell = own;
    const { origin, cookie } = person;
    const line = { origin, cookie, member: person.member.id, random: this.random.next, name };
    const { edges, mischief, hurry } = tellingEdges(line, own, log);
    this.edges = { ...edges, store: async () => this.store };
    this.mischief = mischief;
    this.hurry = hurry;
    this.open();
  }

  open() {
    this.loaded = false;
    const session = new Session({ boardId: task.board, member: { ...this.person.member } }, /** @type {any} */ (this.edges));
    session.addEventListener("status", (event) => {
      if (/** @type {any} */ (event).detail.state === "saved") this.tell({ event: "saved" });
    });
    session.ready.then(() => (this.loaded = true), (error) => this.tell({ event: "lost the board", reason: error.message }));
    this.session = session;
  }

  /** The page is loaded again: what is in memory is gone, what is in the browser's database stays. */
  reload() {
    this.session.close();
    this.open();
  }

  step() {
    const { random, session } = this;
    if (!this.loaded || session.status.pending > PATIENT_WITH) return;
    const choice = random.next();
    if (choice < 0.003) this.reload();
    else if (choice < 0.1 && session.canUndo) session.undo();
    else if (choice < 0.14 && session.canRedo) session.redo();
    else if (choice < 0.2) session.present({ cursor: { x: random.below(99), y: random.below(99) } });
    else session.do(this.storm.step(session.board), { label: "step" });
  }

  /** A large change, and its end: for whoever wants to fill lines and disks. */
  paste() {
    const label = "0123456789 ".repeat(LABEL / 11);
    const notes = Array.from({ length: PASTED }, () => ({ id: this.storm.id(), kind: "note", label }));
    this.session.do([operations.addElements(notes)], { label: "paste" });
    this.session.do([operations.removeElements(notes.map(({ id }) => id))], { label: "cut" });
  }

  /** Pastes again and again, the next one when the last one is judged: each travels in a frame of its own. */
  async flood() {
    if (++this.floods > 1) return;
    let last = "";
    for (; this.floods; await sleep(20)) {
      if (!this.loaded || this.store.open.has(last)) continue;
      if (last) this.tell({ event: "pasted" });
      this.paste();
      await sleep(0); // until it is in the store
      last = this.store.newest;
    }
  }

  get settled() {
    return this.loaded && this.session.status.state !== "offline" && this.session.status.pending === 0;
  }
}

const users = task.people.map((/** @type {any} */ person, /** @type {number} */ number) => new User(person, number));
let enough = false;

/** @type {Record<string, (user: User, order: any) => void>} */
const ORDERS = {
  double: (user) => (user.mischief.double += 1),
  reverse: (user, { depth }) => (user.mischief.reverse = depth),
  flood: (user) => void user.flood(),
  dry: (user) => (user.floods -= 1),
  enough: () => (enough = true),
};
createInterface({ input: process.stdin }).on("line", (line) => {
  const order = JSON.parse(line);
  ORDERS[order.do](users[order.user ?? 0], order);
});

await Promise.all(users.map((/** @type {User} */ user) => user.session.ready));
tell({ event: "begun" });
// The network is said to be back again and again, as a browser says it: what is measured is not the waiting.
const hurrying = setInterval(() => users.forEach((/** @type {User} */ user) => user.hurry()), 1_000);
const chooser = randomOf(task.seed);
while (!enough) {
  chooser.one(users).step();
  await sleep(task.pause);
}
for (const user of users) {
  user.floods = 0;
  user.mischief.double = user.mischief.reverse = 0;
}
const until = Date.now() + task.patience;
const revisions = () => new Set(users.map((/** @type {User} */ user) => user.session.revision));
let quiet = 0;
while (Date.now() < until && quiet < 20) {
  quiet = users.every((/** @type {User} */ user) => user.settled) && revisions().size === 1 ? quiet + 1 : 0;
  await sleep(50);
}
clearInterval(hurrying);
tell({
  event: "end",
  settled: quiet >= 20,
  seen: [...log.seen],
  users: users.map((/** @type {User} */ { session }) => ({
    member: session.member.id,
    status: session.status,
    revision: session.revision,
    document: session.board.toDocument(),
  })),
});
process.exit(0);
