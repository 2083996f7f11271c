/**
 * Virtual users on one board of a real server, with the sync modules as they are shipped. Reads what to do as JSON from
 * the first argument, runs, waits until nothing is pending, and prints a report as JSON.
 *
 * {origin, board, people: [{member, cookie}], seed, steps, faults, pause}: `faults` is the share of steps at which a
 * user's line breaks, goes away for a while, or their page is loaded again; `pause` milliseconds between steps. A line
 * on stdin ends the storm before its last step.
 */
import { Session } from "../../static/js/sync/session.js";
import { MemoryStore } from "../../static/js/sync/store.js";
import { faultyEdges } from "./faulty_edges.js";
import { Storm, randomOf } from "./random_operations.js";

const task = JSON.parse(process.argv[2]);
const sleep = (/** @type {number} */ milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

class User {
  /** @param {any} person @param {number} number */
  constructor(person, number) {
    this.random = randomOf(task.seed * 1000 + number);
    this.person = person;
    this.storm = new Storm(this.random, `${task.seed}-${number}-`);
    this.store = new MemoryStore();
    const { edges, line } = faultyEdges(task.origin, person.cookie, this.random.next);
    this.edges = { ...edges, store: async () => this.store };
    this.line = line;
    line.doubling = task.faults ? 0.1 : 0;
    line.latency = task.latency ?? 30;
    /** @type {string[]} */
    this.refusals = [];
    this.undos = 0;
    this.away = 0;
    this.open();
  }

  open() {
    this.session = new Session({ boardId: task.board, member: { ...this.person.member } }, /** @type {any} */ (this.edges));
    this.session.addEventListener("refused", (event) => this.refusals.push(/** @type {any} */ (event).detail.reason));
  }

  step() {
    const { random, session, line } = this;
    if (this.away && --this.away === 0) line.back();
    if (random.chance(task.faults)) {
      const fault = random.next();
      if (fault < 0.5) line.cut();
      else if (fault < 0.85 && !this.away) {
        line.offline();
        this.away = 5 + random.below(25);
      } else if (!this.away) {
        this.reload();
        return;
      }
    }
    if (!this.loaded) return;
    const choice = random.next();
    if (choice < 0.1 && session.canUndo) {
      this.undos += 1;
      session.undo();
    } else if (choice < 0.14 && session.canRedo) session.redo();
    else if (choice < 0.2) session.present({ cursor: { x: random.below(99), y: random.below(99) } });
    else session.do(this.storm.step(session.board), { label: "step" });
  }

  /** Acknowledged pushes of one added note each: one entry of the log each. */
  get added() {
    const acknowledged = new Set(this.line.acks.map((/** @type {any} */ ack) => ack.id));
    return [...this.line.additions].filter((id) => acknowledged.has(id));
  }

  /** The page is loaded again: what is in memory is gone, what is in the browser's database stays. */
  reload() {
    this.session.close();
    this.loaded = false;
    this.open();
    this.session.ready.then(() => (this.loaded = true), () => {});
  }

  async arrive() {
    await this.session.ready;
    this.loaded = true;
  }

  get settled() {
    return this.loaded && this.session.status.state !== "offline" && this.session.status.pending === 0;
  }
}

const users = task.people.map((/** @type {any} */ person, /** @type {number} */ number) => new User(person, number));
await Promise.all(users.map((/** @type {User} */ user) => user.arrive()));
const chooser = randomOf(task.seed);
let enough = false;
process.stdin.once("data", () => (enough = true));
for (let step = 0; step < task.steps && !enough; step++) {
  chooser.one(users).step();
  if (step % 3 === 0) await sleep(chooser.chance(0.05) ? 20 * task.pause : task.pause);
}
for (const user of users) {
  user.line.doubling = 0;
  user.line.back();
}
const until = Date.now() + (task.patience ?? 60_000);
const revisions = () => new Set(users.map((/** @type {User} */ user) => user.session.revision));
let quiet = 0;
while (Date.now() < until && quiet < 10) {
  quiet = users.every((/** @type {User} */ user) => user.settled) && revisions().size === 1 ? quiet + 1 : 0;
  await sleep(50);
}
process.stdout.write(
  JSON.stringify({
    settled: quiet >= 10,
    users: users.map((/** @type {User} */ { session, line, refusals, undos, added }) => ({
      member: session.member.id,
      status: session.status,
      revision: session.revision,
      document: session.board.toDocument(),
      acks: line.acks,
      refusals,
      undos,
      added,
    })),
  }),
  () => process.exit(0),
);
