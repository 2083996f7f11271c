// Many open one board at the same moment, some of them over a slow line: reads what to do as a line of JSON, writes what
// happened as another. `bench/load/opening.py` starts it.
import { get } from "node:http";
import { createInterface } from "node:readline";
import { join, makeBoard } from "./joining.mjs";
import { Ledger } from "./ledger.mjs";
import { Line } from "./line.mjs";

const tell = (/** @type {string} */ event, more = {}) => process.stdout.write(`${JSON.stringify({ event, ...more })}\n`);

/** As the browser's session does: the board over HTTP, then the socket from its revision on.
 * @param {{address: string, board: string, cookie: string}} seat @param {() => Promise<any>} load */
async function open({ address, board, cookie }, load) {
  const begin = performance.now();
  const { revision, document } = await load();
  const loaded = performance.now() - begin;
  await new Promise((resolve, reject) => {
    const line = new Line(new Ledger([0], 1), (/** @type {Buffer} */ frame) => {
      const said = JSON.parse(frame.toString());
      if (said.type !== "hello") return;
      if (said.revision === revision) resolve(undefined);
      else reject(new Error(`the socket is at ${said.revision}, the board at ${revision}`));
    });
    const url = `${address.replace("http", "ws")}/ws/boards/${board}/`;
    line.connect(url, { cookie, origin: address }).then(() => line.send(JSON.stringify({ type: "hello", protocol: 1, revision })), reject);
  });
  return { notes: document.elements.length, loaded, had: performance.now() - begin };
}

/** @param {{address: string, board: string, cookie: string}} seat */
async function fetched({ address, board, cookie }) {
  const answer = await fetch(`${address}/api/v1/boards/${board}/snapshot/`, { headers: { cookie } });
  if (!answer.ok) throw new Error(`the snapshot: ${answer.status}`);
  return answer.json();
}

/** The same without taking more than `rate` bytes a second. @param {{address: string, board: string, cookie: string}} seat
 * @param {number} rate @returns {Promise<any>} */
function trickled({ address, board, cookie }, rate) {
  return new Promise((resolve, reject) => {
    const url = `${address}/api/v1/boards/${board}/snapshot/`;
    get(url, { headers: { cookie }, agent: false, highWaterMark: 4096 }, (answer) => {
      /** @type {Buffer[]} */
      const parts = [];
      answer.on("data", (part) => {
        parts.push(part);
        answer.pause();
        setTimeout(() => answer.resume(), (part.length / rate) * 1000);
      });
      answer.on("end", () => resolve(JSON.parse(Buffer.concat(parts).toString())));
    }).on("error", reject);
  });
}

const { value } = await createInterface({ input: process.stdin })[Symbol.asyncIterator]().next();
const asked = JSON.parse(value);
if (asked.make) {
  tell("made", await makeBoard(asked.address, asked.make));
} else {
  const cookies = await join(asked.address, new Array(asked.clients + asked.slow + 1).fill(asked.link));
  const seats = cookies.map((cookie) => ({ address: asked.address, board: asked.board, cookie }));
  tell("here");
  const cpu = process.cpuUsage();
  const slow = seats.slice(asked.clients + 1).map((seat) => open(seat, () => trickled(seat, asked.rate)));
  const opened = await Promise.all(seats.slice(1, asked.clients + 1).map((seat) => open(seat, () => fetched(seat))));
  const { user, system } = process.cpuUsage(cpu);
  tell("opened", { opened, cpu: (user + system) / 1e6 });
  tell("trickled", { opened: await Promise.all(slow) });
  tell("alone", { opened: [await open(seats[0], () => fetched(seats[0]))] });
}
process.exit(0);
