import assert from "node:assert/strict";
import { test } from "node:test";

import { UnderstandScreen } from "../../../static/js/understand/screen.js";

/** @typedef {import("../../../static/js/api/shapes.js").Analysis} Analysis */

/** @param {any} [parts] */
function analysis(parts = {}) {
  return {
    contexts: [
      { id: "k-a", name: "Ordering", names: [], elements: ["a", "c"], confidence: 1, because: [] },
      { id: "k-b", name: "Billing", names: [], elements: ["b"], confidence: 1, because: [] },
    ],
    questions: [question("a", "b"), question("a", "c"), question("b", "c")],
    inferred_links: [],
    context_map: [],
    sagas: [],
    cycles: [],
    extraction: { order: [], first_choices: [], exact: true },
    findings: [],
    ...parts,
  };
}

/** @param {string} one @param {string} other */
const question = (one, other) => ({ elements: [one, other], text: `Do ${one} and ${other} belong together?`, because: [] });

/** A screen over a board of three notes; `answers` are what the server says next. */
function over(/** @type {any[]} */ answers = [analysis()], /** @type {any} */ options = {}) {
  const element = (/** @type {string} */ id, /** @type {string} */ kind, /** @type {number} */ x) => ({ id, kind, label: id, x, y: 0 });
  const elements = new Map([element("a", "aggregate", 0), element("b", "aggregate", 800), element("c", "command", 200)].map((e) => [e.id, e]));
  /** @type {any[]} */
  const done = [];
  /** @type {string[]} */
  const asked = [];
  const screen = new UnderstandScreen({
    session: {
      board: { name: "", level: "design", elements, links: new Map(), frames: new Map(), decisions: {} },
      do: (operations, { label }) => done.push({ operations, label }),
    },
    client: {
      get: async (url) => {
        asked.push(url);
        return answers[Math.min(asked.length, answers.length) - 1];
      },
    },
    api: "/api/",
    member: { id: "me" },
    canDecide: true,
    canEdit: true,
    boardUrl: "/boards/x/",
    changed: () => {},
    say: () => {},
    done: () => {},
    saved: async () => {},
    newId: () => `n${done.length}`,
    wait: 0,
    ...options,
  });
  return { screen, done, asked };
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

test("the first question is the most instructive one, and answering it is an operation of mine", async () => {
  const { screen, done } = over();
  screen.analyse();
  await turn();
  assert.equal(screen.question?.text, "Do a and b belong together?");
  screen.answer(false);
  assert.deepEqual(done[0].operations, [{ op: "answer", elements: ["a", "b"], same: false, by: "me" }]);
  assert.equal(screen.question?.text, "Do a and c belong together?");
});

test("a skipped question comes back when asked for", async () => {
  const { screen, done } = over();
  screen.analyse();
  await turn();
  screen.answer(null);
  screen.answer(null);
  screen.answer(null);
  assert.equal(screen.question, null);
  assert.equal(done.length, 0);
  screen.askAgain();
  assert.equal(screen.question?.text, "Do a and b belong together?");
});

test("a question that somebody reads stays when a new analysis ranks it lower", async () => {
  const { screen } = over([analysis(), analysis({ questions: [question("b", "c"), question("a", "b")] })]);
  screen.analyse();
  await turn();
  screen.analyse();
  await turn();
  assert.equal(screen.question?.text, "Do a and b belong together?");
});

test("a question that is no longer worth asking makes room", async () => {
  const { screen } = over([analysis(), analysis({ questions: [question("b", "c")] })]);
  screen.analyse();
  await turn();
  screen.analyse();
  await turn();
  assert.equal(screen.question?.text, "Do b and c belong together?");
});

test("the analysis is asked for only when the server has what was done here", async () => {
  /** @type {() => void} */
  let settle = () => {};
  const { screen, asked } = over([analysis()], { saved: () => new Promise((resolve) => (settle = () => resolve(undefined))) });
  screen.analyse();
  await turn();
  assert.equal(asked.length, 0);
  settle();
  await turn();
  assert.deepEqual(asked, ["/api/analysis/?granularity=0.5"]);
});

test("accepting all is one step with a frame for each context", async () => {
  const { screen, done } = over();
  screen.analyse();
  await turn();
  screen.accept(screen.analysis?.contexts ?? []);
  assert.equal(done.length, 1);
  assert.deepEqual(done[0].operations.map((/** @type {any} */ op) => op.op), ["add_frames"]);
  assert.equal(done[0].operations[0].frames.length, 2);
});

test("those who may only look decide nothing", async () => {
  const { screen, done } = over([analysis()], { canDecide: false, canEdit: false });
  screen.analyse();
  await turn();
  screen.answer(true);
  screen.accept(screen.analysis?.contexts ?? []);
  screen.decide(/** @type {any} */ (screen.analysis?.contexts[0]), "value", 5);
  assert.equal(done.length, 0);
});

test("a decision hangs on the context's aggregate", async () => {
  const { screen, done } = over();
  screen.analyse();
  await turn();
  screen.decide(/** @type {any} */ (screen.analysis?.contexts[0]), "value", 5);
  assert.deepEqual(done[0].operations, [{ op: "decide_context", anchor: "a", property: "value", value: 5 }]);
});

test("a failed analysis is told and the last one stays", async () => {
  const { screen } = over();
  screen.analyse();
  await turn();
  screen.edges.client.get = async () => {
    throw new Error("boom");
  };
  screen.analyse();
  await turn();
  assert.match(screen.error?.message ?? "", /could not be made/);
  assert.equal(screen.analysis?.contexts.length, 2);
});
