/** Rule S12: operations in JavaScript do what they do in Python. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { Board } from "../../../static/js/model/board.js";
import { OPERATIONS, apply, perform, touches } from "../../../static/js/model/operations.js";
import { Refused } from "../../../static/js/model/refused.js";
import { canonical } from "./canonical_documents.js";

const vectors = JSON.parse(readFileSync(new URL("../../vectors/operations.json", import.meta.url), "utf8"));

/** The browser shows what was typed; only the server merges it with what others typed. */
const mergedOnTheServer = (/** @type {any} */ vector) => vector.operation.was !== undefined;

test("every operation of Python is known here", () => {
  assert.deepEqual([...new Set(vectors.map((/** @type {any} */ vector) => vector.operation.op))].sort(), Object.keys(OPERATIONS).sort());
});

for (const [at, vector] of vectors.entries()) {
  const name = `${at} ${vector.operation.op}`;
  if ("refused" in vector) {
    test(`${name} is refused`, () => {
      const board = Board.fromDocument(structuredClone(vector.before));
      assert.throws(() => perform(board, vector.operation), (error) => error instanceof Refused && error.where === vector.refused);
      assert.deepEqual(canonical(board.toDocument()), canonical(vector.before));
    });
    continue;
  }
  if (!mergedOnTheServer(vector)) {
    test(`${name} settles as on the server`, () => {
      const board = Board.fromDocument(structuredClone(vector.before));
      const done = perform(board, structuredClone(vector.operation));
      assert.deepEqual(done?.operation ?? null, vector.settled);
      if (done) assert.deepEqual(done.inverse, vector.inverse);
    });
  }
  if (vector.settled === null) continue;
  test(`${name} leads to the same document and back`, () => {
    const board = Board.fromDocument(structuredClone(vector.before));
    const inverse = OPERATIONS[vector.settled.op].inverse(board, vector.settled);
    assert.deepEqual(touches(vector.settled), vector.touches);
    apply(board, vector.settled);
    assert.deepEqual(canonical(board.toDocument()), canonical(vector.after));
    assert.deepEqual(inverse, vector.inverse);
    for (const operation of inverse) apply(board, operation);
    assert.deepEqual(canonical(board.toDocument()), canonical(vector.before));
  });
}
