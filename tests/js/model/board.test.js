import assert from "node:assert/strict";
import test from "node:test";
import { Board } from "../../../static/js/model/board.js";
import { byCodePoint, key, same } from "../../../static/js/model/keys.js";
import { attributed, moveElements, perform, setLabel } from "../../../static/js/model/operations.js";

/** @param {number} notes */
function text(notes) {
  const elements = Array.from({ length: notes }, (_, number) => ({
    id: `element-${number}`, kind: "domain_event", label: `Order ${number} placed`, x: number * 7, y: number % 900, author: "ann",
    fields: [{ name: "orderId", type: "uuid" }],
  }));
  const links = Array.from({ length: notes }, (_, number) => ({ id: `l${number}`, from: `element-${number}`, to: "element-0" }));
  return JSON.stringify({ format: "eventstorm/board", version: 1, name: "Big", elements, links, frames: [], types: [], examples: [] });
}

const RUNS = 12;

/** Mean processor time of a run: what the work costs without what else the machine does. @param {() => void} work */
function milliseconds(work) {
  work();
  const start = process.cpuUsage();
  for (let run = 0; run < RUNS; run++) work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000 / RUNS;
}

test("a board of 10,000 notes and links opens within 50 ms", () => {
  const document = text(10_000);
  const spent = milliseconds(() => Board.fromDocument(JSON.parse(document)));
  assert.ok(spent < 50, `${spent.toFixed(1)} ms`);
});

test("an operation costs the same on a small and on a large board", () => {
  const cost = (/** @type {number} */ notes) => {
    const board = Board.fromDocument(JSON.parse(text(notes)));
    let turn = 0;
    return milliseconds(() => {
      for (let number = 0; number < 2000; number++) {
        turn += 1;
        perform(board, moveElements([[`element-${number}`, turn, turn]]));
        perform(board, setLabel(`element-${number}`, `label ${turn}`));
      }
      board.takeChanges();
    });
  };
  const [small, large] = [cost(2000), cost(20_000)];
  assert.ok(large < 4 * small + 2, `${small.toFixed(2)} ms and ${large.toFixed(2)} ms`);
});

test("an entry is replaced, never changed in place", () => {
  const board = Board.fromDocument(JSON.parse(text(3)));
  const held = /** @type {any} */ (board.elements.get("element-1"));
  const before = structuredClone(held);
  perform(board, setLabel("element-1", "changed"));
  assert.deepEqual(held, before);
  assert.notEqual(board.elements.get("element-1"), held);
});

test("changes are told once", () => {
  const board = Board.fromDocument(JSON.parse(text(3)));
  perform(board, setLabel("element-1", "changed"));
  assert.deepEqual([...board.takeChanges().elements], ["element-1"]);
  assert.equal(board.takeChanges().elements.size, 0);
});

test("keys that this version does not know survive", () => {
  const board = Board.fromDocument({ format: "eventstorm/board", version: 1, elements: [{ id: "e", kind: "note", label: "", votes: 3 }], theme: "dark" });
  perform(board, setLabel("e", "x"));
  const document = board.toDocument();
  assert.equal(document.theme, "dark");
  assert.equal(document.elements[0].votes, 3);
});

test("texts are ordered by code point, as on the server", () => {
  assert.deepEqual(["🛒", "\uffee", "b", "ab", "a"].sort(byCodePoint), ["a", "ab", "b", "\uffee", "🛒"]);
});

test("keys cannot be confused", () => {
  assert.notEqual(key("element", "a/label"), key("element", "a", "label"));
});

test("sameness does not depend on the order of keys", () => {
  assert.ok(same({ a: [1, { b: 2 }], c: null }, { c: null, a: [1, { b: 2 }] }));
  assert.ok(!same({ a: 1 }, { b: 1 }));
  assert.ok(!same([], {}));
});

test("a person is named by the session, whatever the operation says", () => {
  const operation = attributed({ op: "answer", elements: ["a", "b"], same: true, by: "mallory" }, "ann");
  assert.equal(operation.by, "ann");
});
