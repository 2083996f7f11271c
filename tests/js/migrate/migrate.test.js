import assert from "node:assert/strict";
import { test } from "node:test";

import { age, gauge } from "../../../static/js/migrate/gauges.js";
import { progress, progressSentence, stageBefore } from "../../../static/js/migrate/journey.js";
import { MigrateScreen } from "../../../static/js/migrate/screen.js";

/** @param {any} [parts] */
const kpi = (parts) => ({ code: "latency", name: "Latency", unit: "ms", better: "below", threshold: 50, measure: "", inclusive: false, proposed: false, ...parts });

const STAGES = ["prepare", "build", "sync", "reads", "writes", "decommission"];

/** @param {string} stage @param {any} [parts] @returns {any} */
function page(stage, parts = {}) {
  const stages = STAGES.map((code) => ({ code, name: code, state: "ahead", gate: { readings: [], reasons: [] }, sign_offs: [] }));
  return { context: "k1", name: "Ordering", stage, stages, next_move: { stage: "build", allowed: true, reasons: [] }, ...parts };
}

test("a gauge says value, target and whether it is met", () => {
  const met = gauge({ kpi: kpi(), value: 25, met: true });
  assert.deepEqual([met.value, met.target, met.tone], ["25 ms", "< 50 ms", "met"]);
  assert.ok(/** @type {number} */ (met.share) < met.mark);
  const missed = gauge({ kpi: kpi({ better: "above", unit: "%", threshold: 90, inclusive: true }), value: 95, met: true });
  assert.ok(/** @type {number} */ (missed.share) > missed.mark && /** @type {number} */ (missed.share) <= 1);
  assert.equal(missed.target, "≥ 90 %");
  const unknown = gauge({ kpi: kpi(), value: null, met: null });
  assert.deepEqual([unknown.share, unknown.value, unknown.tone], [null, "not measured", "unknown"]);
});

test("a value far beyond the threshold stays on the gauge", () => {
  assert.equal(gauge({ kpi: kpi(), value: 1e9, met: false }).share, 1);
  assert.equal(gauge({ kpi: kpi({ threshold: 0 }), value: 3, met: false }).share, 0.85);
});

test("an old measurement is called stale", () => {
  const now = new Date("2026-03-20T12:00:00Z");
  assert.deepEqual(age("2026-03-20T08:00:00Z", now), { words: "today", stale: false });
  assert.deepEqual(age("2026-03-01T08:00:00Z", now), { words: "19 days ago", stale: true });
  assert.equal(age(undefined, now), null);
  assert.equal(age("no date", now), null);
});

test("the way back leads one stage back, from the end too, and from the start nowhere", () => {
  assert.equal(stageBefore(page("")), null);
  assert.equal(stageBefore(page("prepare")), "");
  assert.equal(stageBefore(page("done")), "decommission");
});

test("the progress of a board is one sentence", () => {
  const counts = progress(/** @type {any} */ ({ pages: [page("done"), page("sync"), page(""), page("")] }));
  assert.equal(progressSentence(counts), "1 out of the monolith · 1 under way · 2 waiting");
});

/** @param {any} decisions @param {any} shown */
async function screenOver(decisions, shown) {
  /** @type {any[]} */
  const done = [];
  const contexts = [{ id: "k1", name: "Ordering", elements: ["a1"], names: [], confidence: 1, because: [] }];
  const screen = new MigrateScreen({
    session: {
      board: /** @type {any} */ ({ elements: new Map([["a1", { id: "a1", kind: "aggregate" }]]), decisions }),
      do: (operations) => done.push(operations[0]),
    },
    client: /** @type {any} */ ({ get: async (/** @type {string} */ url) => (url.includes("playbook") ? { board: "", pages: [shown], exact: true } : { contexts }) }),
    api: "/api/",
    member: { id: "m", name: "Alice" },
    canDecide: true,
    boardUrl: "/",
    changed: () => {},
    say: () => {},
    now: () => new Date("2026-03-20T12:00:00Z"),
    saved: async () => {},
    wait: 0,
  });
  screen.plan();
  await new Promise((resolve) => setTimeout(resolve, 5));
  return { screen, done };
}

test("a measurement is added to those before it, with its time", async () => {
  const before = { kpi: "latency", value: 70, at: "2026-03-01T00:00:00Z" };
  const { screen, done } = await screenOver({ contexts: [{ anchor: "a1", measurements: [before] }] }, page("reads"));
  screen.measure(page("reads"), "latency", 40);
  assert.deepEqual(done[0], {
    op: "decide_context",
    anchor: "a1",
    property: "measurements",
    value: [before, { kpi: "latency", value: 40, at: "2026-03-20T12:00:00.000Z" }],
  });
  assert.equal(screen.measuredAt(page("reads"), "latency"), "2026-03-01T00:00:00Z");
  screen.measure(page("reads"), "latency", Number.NaN);
  assert.equal(done.length, 1);
});

test("a sign-off carries name and note, and taking it back leaves those of others", async () => {
  const bobs = { stage: "prepare", by: "Bob", at: "", note: "" };
  const alices = { stage: "prepare", by: "Alice", at: "", note: "" };
  const { screen, done } = await screenOver({ contexts: [{ anchor: "a1", sign_offs: [bobs, alices] }] }, page("prepare"));
  screen.signOff(page("prepare"), "prepare", "good");
  assert.deepEqual(done[0].value.at(-1), { stage: "prepare", by: "Alice", at: "2026-03-20T12:00:00.000Z", note: "good" });
  screen.unsign(page("prepare"), "prepare");
  assert.deepEqual(done[1].value, [bobs]);
});

test("a context goes on only where its gate lets it, and back one stage", async () => {
  const { screen, done } = await screenOver({}, page("prepare"));
  screen.advance(page("prepare", { next_move: { stage: "build", allowed: false, reasons: [] } }));
  assert.equal(done.length, 0);
  screen.advance(page("prepare"));
  screen.retreat(page("build"));
  assert.deepEqual(done.map((operation) => [operation.property, operation.value]), [["stage", "build"], ["stage", "prepare"]]);
});
