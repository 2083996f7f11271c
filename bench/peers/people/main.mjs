// People at work on boards of a server: reads what to do as a line of JSON, then commands; writes a line of JSON for each
// thing that happens. `bench/load` starts it and reads along.
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { Crowd } from "./crowd.mjs";
import { company } from "./dialects.mjs";
import { Ledger } from "./ledger.mjs";

const AT_ONCE = 20;
const DRAIN = 20_000; // milliseconds that what is on its way may take at the end

const pause = (/** @type {number} */ milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const tell = (/** @type {string} */ event, more = {}) => process.stdout.write(`${JSON.stringify({ event, ...more })}\n`);

/** @param {{server: import("./dialects.mjs").Server, shape: import("./crowd.mjs").Shape}} told @param {AsyncIterator<string>} commands */
async function run({ server, shape }, commands) {
  const boards = Array.from({ length: shape.people }, (_, person) => person % shape.boards);
  const most = Math.ceil(shape.people * shape.changes * (shape.seconds + shape.warm + 60) * 1.3);
  const ledger = new Ledger(boards, most);
  const { people, wrong } = await company(server, boards, ledger);
  for (let next = 0; next < people.length; next += AT_ONCE) {
    await Promise.all(people.slice(next, next + AT_ONCE).map((person) => person.enter()));
  }
  tell("here");
  const crowd = new Crowd(people, boards, shape, ledger);
  await pause(shape.warm * 1000);
  ledger.begin();
  crowd.lateness.clear();
  const cpu = process.cpuUsage(), loop = performance.eventLoopUtilization(), since = performance.now();
  tell("begin");
  await (shape.held ? hold(ledger, commands, shape.seconds) : pause(shape.seconds * 1000));
  const used = process.cpuUsage(cpu);
  const client = {
    seconds: (performance.now() - since) / 1000,
    cpu: (used.user + used.system) / 1e6,
    busy: performance.eventLoopUtilization(loop).utilization,
    lateness: crowd.lateness.quantiles(),
  };
  const traffic = { frames: { ...ledger.frames }, bytes: { ...ledger.bytes }, out: ledger.out };
  tell("end");
  crowd.stop();
  const drained = await drain(ledger, people, crowd);
  tell("result", { ...ledger.summary(), ...traffic, client, drained, wrong: (await wrong(crowd.notes)).slice(0, 5) });
  people.forEach((person) => person.cut());
}

/** While the database lets no commit finish, nobody may hear of what is sent. @param {Ledger} ledger
 * @param {AsyncIterator<string>} commands @param {number} seconds */
async function hold(ledger, commands, seconds) {
  await commands.next(); // commits are held
  ledger.held = ledger.sent;
  await pause(seconds * 1000);
  tell("held", { early: ledger.early, sent: ledger.sent - ledger.held });
  ledger.held = Infinity;
  await commands.next(); // they are let go
}

/** Waits until everything arrived, as long as something still does. @param {Ledger} ledger @param {any[]} people
 * @param {Crowd} crowd @returns {Promise<number>} seconds that it took */
async function drain(ledger, people, crowd) {
  const begin = performance.now();
  const until = async (/** @type {() => boolean} */ done) => {
    while (!done() && performance.now() - begin < DRAIN) await pause(50);
  };
  const { pairs } = ledger.totals();
  await until(() => people.every((person) => person.here));
  crowd.wave();
  await until(() => ledger.arrivals >= pairs && ledger.totals().stale === 0);
  return (performance.now() - begin) / 1000;
}

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const first = await lines.next();
await run(JSON.parse(first.value), lines);
process.exit(0);
