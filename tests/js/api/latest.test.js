import assert from "node:assert/strict";
import { test } from "node:test";

import { Latest } from "../../../static/js/api/latest.js";

/** A question whose answers the test gives by hand. */
function byHand() {
  /** @type {{argument: number, signal: AbortSignal, give: (value: string) => void, fail: (error: Error) => void}[]} */
  const open = [];
  const ask = (/** @type {number} */ argument, /** @type {AbortSignal} */ signal) =>
    new Promise((/** @type {(value: string) => void} */ give, fail) => open.push({ argument, signal, give, fail }));
  return { open, ask };
}

const turn = () => new Promise((done) => setTimeout(done, 0));

test("an overtaken answer is dropped and its request cancelled", async () => {
  const { open, ask } = byHand();
  /** @type {string[]} */
  const answers = [];
  const latest = new Latest(ask, { answer: (text) => answers.push(text), fail: assert.fail });
  latest.request(1);
  latest.request(2);
  assert.equal(open[0]?.signal.aborted, true);
  open[1]?.give("second");
  open[0]?.give("first");
  await turn();
  assert.deepEqual(answers, ["second"]);
});

test("a burst becomes one question, the last one", async () => {
  const { open, ask } = byHand();
  const latest = new Latest(ask, { answer: () => {}, fail: assert.fail, wait: 5 });
  latest.request(1);
  latest.request(2);
  latest.request(3);
  await new Promise((done) => setTimeout(done, 20));
  assert.deepEqual(open.map((item) => item.argument), [3]);
});

test("busy lasts from the request to its answer", async () => {
  const { open, ask } = byHand();
  /** @type {boolean[]} */
  const busy = [];
  const latest = new Latest(ask, { answer: () => {}, fail: assert.fail, busy: (now) => busy.push(now) });
  latest.request(1);
  assert.equal(latest.busy, true);
  open[0]?.give("");
  await turn();
  assert.equal(latest.busy, false);
  assert.deepEqual(busy, [true, false]);
});

test("a cancelled question neither answers nor fails", async () => {
  const { open, ask } = byHand();
  const latest = new Latest(ask, { answer: assert.fail, fail: assert.fail });
  latest.request(1);
  latest.cancel();
  open[0]?.give("late");
  await turn();
  assert.equal(latest.busy, false);
});

test("a failure is reported once", async () => {
  const { open, ask } = byHand();
  /** @type {unknown[]} */
  const failures = [];
  const latest = new Latest(ask, { answer: assert.fail, fail: (error) => failures.push(error) });
  latest.request(1);
  open[0]?.fail(new Error("no"));
  await turn();
  assert.equal(failures.length, 1);
});
