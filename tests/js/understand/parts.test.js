import assert from "node:assert/strict";
import { test } from "node:test";

import { heat, matrix } from "../../../static/js/understand/coupling.js";
import { anchorOf, pinAfter, pinFirst, waitsFor } from "../../../static/js/understand/decisions.js";
import { extractionPlaces, firstChoiceSentence, percent, roadmap } from "../../../static/js/understand/extraction.js";
import { evidence } from "../../../static/js/understand/questions.js";
import { relations } from "../../../static/js/understand/relations.js";
import { arrowPath, sequence } from "../../../static/js/understand/sequence.js";
import { wrapped } from "../../../static/js/understand/wrapped.js";

/** @param {any} decisions @returns {any} */
function board(decisions = {}) {
  const kinds = { a1: "aggregate", a2: "aggregate", c1: "command", p1: "policy" };
  return { elements: new Map(Object.entries(kinds).map(([id, kind]) => [id, { id, kind, label: id }])), frames: new Map(), links: new Map(), decisions };
}
const ordering = { id: "k1", name: "Ordering", names: [], elements: ["c1", "a2", "a1"], confidence: 1, because: [] };
const billing = { id: "k2", name: "Billing", names: [], elements: ["p1"], confidence: 1, because: [] };

test("a decision keeps its anchor, a first one takes the smallest aggregate", () => {
  assert.equal(anchorOf(board(), ordering), "a1");
  assert.equal(anchorOf(board({ contexts: [{ anchor: "c1", value: 2 }] }), ordering), "c1");
});

test("pinning replaces what was pinned of the same context, whatever it hung on", () => {
  const state = board({ extraction: { first: ["c1", "p1"], after: [["c1", "p1"]] } });
  assert.deepEqual(pinFirst(state, ordering, true).value, ["p1", "a1"]);
  assert.deepEqual(pinFirst(state, ordering, false).value, ["p1"]);
  assert.deepEqual(pinAfter(state, ordering, null).value, []);
  assert.equal(waitsFor(state, ordering, [ordering, billing])?.name, "Billing");
});

test("assumed scores are told from those that people gave", () => {
  const analysis = /** @type {any} */ ({
    contexts: [ordering, billing],
    extraction: {
      order: [
        { context: "k2", position: 2, value: 3, risk: 3, effort: 3, because: [] },
        { context: "k1", position: 1, value: 3, risk: 3, effort: 3, because: [] },
      ],
      first_choices: [],
      exact: true,
    },
  });
  const [first, second] = extractionPlaces(analysis, board({ contexts: [{ anchor: "a2", value: 5 }] }));
  assert.equal(first?.context.id, "k1");
  assert.deepEqual(first?.scores.map((score) => [score.property, score.value, score.assumed]), [["value", 5, false], ["risk", 3, true], ["effort", 3, true]]);
  assert.equal(second?.position, 2);
  assert.deepEqual(roadmap([/** @type {any} */ (first), /** @type {any} */ (second)]).map((bar) => [bar.start, bar.length]), [[0, 0.5], [0.5, 0.5]]);
});

test("the sentence about the first choice names all that are equally good", () => {
  const choice = (/** @type {string} */ name, /** @type {number} */ regret) => /** @type {any} */ ({ context: { name }, regret, share: 0, equal: regret <= 0.02 });
  assert.match(firstChoiceSentence([choice("A", 0), choice("B", 0.01), choice("C", 0.3)]), /^A and B are equally good/);
  assert.match(firstChoiceSentence([choice("A", 0), choice("C", 0.3)]), /starting with C costs 30 % more/);
  assert.equal(firstChoiceSentence([]), "");
  assert.deepEqual([0, 0.004, 0.126].map(percent), ["0 %", "under 1 %", "13 %"]);
});

test("evidence is sorted by what it speaks for", () => {
  const found = evidence(["Both carry the fields orderId.", "They share no words, no fields and no links.", "They are shown apart with a chance of 40 %."]);
  assert.deepEqual([found.together.length, found.apart.length, found.other.length], [1, 1, 1]);
});

test("a pair has one edge each way, with all its reasons, and knows whether it is mutual", () => {
  const item = (/** @type {string} */ upstream, /** @type {string} */ downstream, /** @type {string} */ pattern) => ({ upstream, downstream, pattern, via: ["e"], because: [pattern] });
  const found = relations(/** @type {any} */ ({ contexts: [ordering, billing], context_map: [item("k1", "k2", "x"), item("k1", "k2", "y"), item("k2", "k1", "z"), item("k1", "gone", "x")] }));
  assert.deepEqual(found.map((relation) => [relation.patterns, relation.via, relation.mutual]), [[["x", "y"], ["e"], true], [["z"], ["e"], true]]);
});

test("a saga's steps stand in their contexts' lanes, and a step that nothing takes back is a gap unless it is the last", () => {
  const step = (/** @type {string} */ element, /** @type {string} */ context, /** @type {string | null} */ compensation) => ({ element, context, compensation, certain: true });
  const drawn = sequence({ name: "", coordination: "", contexts: ["k1", "k2"], because: [], steps: [step("a", "k2", null), step("b", "k1", "u"), step("c", "k1", null)] });
  assert.deepEqual(drawn.lanes.map((lane) => lane.context), ["k2", "k1"]);
  assert.deepEqual(drawn.steps.map((item) => [item.lane, item.gap]), [[0, true], [1, false], [1, false]]);
  assert.equal(drawn.arrows.length, 2);
  assert.match(arrowPath(/** @type {any} */ (drawn.arrows[0])), /^M.*H.*q.*V/);
  assert.match(arrowPath(/** @type {any} */ (drawn.arrows[1])), /^M\S+ \S+V\S+$/);
});

test("uncoupled contexts stand last in the matrix, and strangers not at all", () => {
  const cell = { downstream: "c", upstream: "b", weight: 4, via: [], because: [] };
  const found = matrix(["a", "b", "c"], [cell, { ...cell, upstream: "gone", weight: 9 }]);
  assert.deepEqual(found.ids, ["b", "c", "a"]);
  assert.equal(found.most, 4);
  assert.equal(found.cell("c", "b")?.weight, 4);
  assert.equal(found.cell("b", "c"), null);
  assert.deepEqual([1, 2, 4].map((weight) => heat(weight, 4)), [2, 3, 5]);
});

test("a label is wrapped by words, long words are broken, and what is left ends in …", () => {
  assert.deepEqual(wrapped("Order placed today", 12, 3), ["Order placed", "today"]);
  assert.deepEqual(wrapped("Donaudampfschiff", 8, 3), ["Donaudam", "pfschiff"]);
  assert.deepEqual(wrapped("one two three four", 5, 2), ["one", "two…"]);
});
