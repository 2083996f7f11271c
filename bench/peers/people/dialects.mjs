import * as Y from "yjs";
import * as eventstorm from "./eventstorm.mjs";
import { Log } from "./log.mjs";
import { join, makeBoard } from "./joining.mjs";
import { Readings } from "./readings.mjs";
import * as yjs from "./yjs.mjs";

/**
 * @typedef {{dialect: "eventstorm" | "hocuspocus" | "y-websocket", addresses: string[]}} Server
 * @typedef {import("./ledger.mjs").Ledger} Ledger
 * @typedef {{people: any[], wrong: (notes: Map<number, Map<string, number>>) => Promise<string[]>}} Company `wrong`:
 *   what is not as it should be on the server in the end
 */

/** People of an Eventstorm server; with several processes they sit at them in turn. @param {Server} server
 * @param {number[]} boards of each person @param {Ledger} ledger @returns {Promise<Company>} */
async function ofEventstorm({ addresses }, boards, ledger) {
  const made = [];
  for (let board = 0; board <= Math.max(...boards); board += 1) made.push(await makeBoard(addresses[0]));
  const cookies = await join(addresses[0], boards.map((board) => made[board].link));
  const readings = made.map(() => new Readings(eventstorm.read));
  const logs = made.map(({ board, cookie }) => new Log(`${addresses[0]}/api/v1/boards/${board}/operations/`, cookie));
  const people = boards.map((board, index) => {
    const seat = { address: addresses[index % addresses.length], board: made[board].board, cookie: cookies[index] };
    return new eventstorm.Person(index, seat, ledger, readings[board], logs[board]);
  });
  const wrong = async (/** @type {Map<number, Map<string, number>>} */ notes) => {
    const found = [];
    for (const [index, { board, cookie }] of made.entries()) {
      const headers = { cookie };
      const { elements } = await (await fetch(`${addresses[0]}/api/v1/boards/${board}/document/`, { headers })).json();
      found.push(...differences(new Map(elements.map((/** @type {any} */ note) => [note.id, note.x])), notes.get(index)));
    }
    return found;
  };
  return { people, wrong };
}

/** @param {Server} server @param {number[]} boards @param {Ledger} ledger @returns {Promise<Company>} */
async function ofYjs({ dialect, addresses }, boards, ledger) {
  const named = dialect === "hocuspocus";
  const names = Array.from({ length: Math.max(...boards) + 1 }, (_, board) => `storm-${board}`);
  const replicas = names.map(() => new Y.Doc());
  const readings = names.map((name, board) => new Readings(yjs.reader(named ? name : null, replicas[board])));
  const people = boards.map((board, index) => {
    const seat = { address: addresses[0], board: names[board], named };
    return new yjs.Person(index, seat, ledger, readings[board]);
  });
  const wrong = async (/** @type {Map<number, Map<string, number>>} */ notes) =>
    replicas.flatMap((replica, board) => {
      const there = [...replica.getMap("notes")].map(([id, note]) => [id, /** @type {any} */ (note).get("at")[0]]);
      return differences(new Map(/** @type {any} */ (there)), notes.get(board));
    });
  return { people, wrong };
}

/** @param {Map<string, number>} there @param {Map<string, number> | undefined} meant */
function differences(there, meant = new Map()) {
  const found = [...meant].filter(([id, at]) => there.get(id) !== at).map(([id, at]) => `${id}: ${there.get(id)}, not ${at}`);
  return there.size > meant.size ? [...found, `${there.size - meant.size} notes too many`] : found;
}

/** @param {Server} server @param {number[]} boards @param {Ledger} ledger @returns {Promise<Company>} */
export function company(server, boards, ledger) {
  return server.dialect === "eventstorm" ? ofEventstorm(server, boards, ledger) : ofYjs(server, boards, ledger);
}
