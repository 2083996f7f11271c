import assert from "node:assert/strict";
import { test } from "node:test";

import { acceptOperations, isAccepted } from "../../../static/js/understand/acceptance.js";
import { areas, namePlaces } from "../../../static/js/understand/areas.js";
import { overlap, shortestNet } from "../../../static/js/understand/geometry.js";
import { moveOperations, tidied } from "../../../static/js/understand/tidy.js";
import { Tints } from "../../../static/js/understand/tints.js";

/** @typedef {import("../../../static/js/api/shapes.js").BoardState} BoardState */

/** @param {Partial<Record<"elements" | "links" | "frames", any[]>>} parts @returns {BoardState} */
function board({ elements = [], links = [], frames = [] }) {
  const byId = (/** @type {any[]} */ list) => new Map(list.map((item) => [item.id, item]));
  return { name: "", level: "design", elements: byId(elements), links: byId(links), frames: byId(frames), decisions: {} };
}

/** @param {string} id @param {number} x @param {number} y @param {string} [kind] */
const note = (id, x, y, kind = "domain_event") => ({ id, kind, label: id, x, y });

/** @param {BoardState} state */
const boxesOf = (state) =>
  new Map([...state.elements.values()].map((e) => [e.id, { x: e.x ?? 0, y: e.y ?? 0, width: 120, height: 120 }]));

const ids = () => {
  let n = 0;
  return () => `new${(n += 1)}`;
};

test("accepting frames the notes with room and a title", () => {
  const state = board({ elements: [note("a", 100, 100), note("b", 300, 100)] });
  const ops = acceptOperations(state, [{ id: "k", name: "Ordering", elements: ["b", "a"] }], boxesOf(state), ids());
  assert.deepEqual(ops, [
    {
      op: "add_frames",
      frames: [{ id: "new1", kind: "bounded_context", label: "Ordering", x: 60, y: 28, width: 400, height: 232, elements: ["a", "b"] }],
    },
  ]);
});

test("accepting again changes the frame that is there instead of adding one", () => {
  const state = board({
    elements: [note("a", 100, 100), note("b", 300, 100), note("c", 500, 100)],
    frames: [{ id: "f", kind: "bounded_context", label: "Old", x: 60, y: 28, width: 400, height: 232, elements: ["a", "b"] }],
  });
  const ops = acceptOperations(state, [{ id: "k", name: "New", elements: ["a", "b", "c"] }], boxesOf(state), ids());
  assert.deepEqual(ops, [
    { op: "join_frame", id: "f", elements: ["c"] },
    { op: "set_frame", id: "f", property: "label", value: "New" },
    { op: "set_frame", id: "f", property: "width", value: 600 },
  ]);
});

test("a note leaves the context that it was in", () => {
  const state = board({
    elements: [note("a", 0, 0), note("b", 200, 0), note("c", 400, 0)],
    frames: [{ id: "f", kind: "bounded_context", label: "F", x: -40, y: -72, width: 600, height: 232, elements: ["a", "b", "c"] }],
  });
  const ops = acceptOperations(state, [{ id: "k", name: "K", elements: ["c"] }], boxesOf(state), ids());
  assert.deepEqual(ops[0], { op: "leave_frame", id: "f", elements: ["c"] });
  assert.equal(ops[1]?.op, "add_frames");
});

test("a context is accepted when a frame of its name holds exactly its notes", () => {
  const frame = { id: "f", kind: "bounded_context", label: "K", elements: ["a", "who"] };
  const state = board({ elements: [note("a", 0, 0), note("b", 0, 0), note("who", 0, 0, "actor")], frames: [frame] });
  assert.ok(isAccepted(state, { id: "k", name: "K", elements: ["a"] }));
  assert.ok(!isAccepted(state, { id: "k", name: "K", elements: ["a", "b"] }));
  assert.ok(!isAccepted(state, { id: "k", name: "Other", elements: ["a"] }));
});

test("tidying leaves no note on another and no frame on another", () => {
  const elements = Array.from({ length: 60 }, (_, i) => note(`e${String(i).padStart(2, "0")}`, (i * 37) % 400, (i * 53) % 300));
  elements.push(note("who", 10, 10, "actor"), note("far", 9000, 9000, "hotspot"));
  const state = board({ elements, links: [{ id: "l", from: "who", to: "e05" }] });
  const contexts = [0, 1, 2, 3].map((k) => ({ id: `k${k}`, name: `K${k}`, elements: elements.filter((_, i) => i < 60 && i % 4 === k).map((e) => e.id) }));
  const before = boxesOf(state);
  const after = tidied(state, contexts, before);
  assert.equal(after.size, elements.length);
  const all = [...after.values()];
  all.forEach((a, i) => all.slice(i + 1).forEach((b) => assert.ok(!overlap(a, b))));
  const frames = /** @type {any} */ (acceptOperations(state, contexts, after, ids())[0]).frames;
  frames.forEach((/** @type {any} */ a, /** @type {number} */ i) =>
    frames.slice(i + 1).forEach((/** @type {any} */ b) => assert.ok(!overlap(a, b))),
  );
  const host = /** @type {any} */ (frames.find((/** @type {any} */ f) => f.elements.includes("e05")));
  assert.ok(overlap(host, /** @type {any} */ (after.get("who"))), "the actor goes with its command");
  assert.equal(moveOperations(before, before).length, 0);
});

test("tidied rows keep the order of the timeline", () => {
  const state = board({ elements: [note("late", 900, 0), note("early", 0, 50), note("middle", 400, 20)] });
  const after = tidied(state, [{ id: "k", elements: ["late", "early", "middle"] }], boxesOf(state));
  const order = [...after].sort((a, b) => a[1].y - b[1].y || a[1].x - b[1].x).map(([id]) => id);
  assert.deepEqual(order, ["early", "middle", "late"]);
});

test("areas join near notes of one context and leave far ones apart", () => {
  const boxes = new Map([
    ["a", { x: 0, y: 0, width: 120, height: 120 }],
    ["b", { x: 200, y: 0, width: 120, height: 120 }],
    ["c", { x: 5000, y: 0, width: 120, height: 120 }],
  ]);
  const [area] = areas([{ id: "k", elements: ["a", "b", "c", "gone"] }], boxes);
  assert.equal(area?.bridges.match(/M/g)?.length, 1);
  assert.equal(area?.ground.match(/M/g)?.length, 3);
  assert.equal(areas([{ id: "k", elements: ["gone"] }], boxes).length, 0);
});

test("names of areas do not cover each other", () => {
  const boxes = new Map([
    ["a", { x: 0, y: 0, width: 120, height: 120 }],
    ["b", { x: 10, y: 0, width: 120, height: 120 }],
  ]);
  const found = areas([{ id: "1", elements: ["a"] }, { id: "2", elements: ["b"] }], boxes);
  const places = namePlaces(found, new Map([["1", "Ordering"], ["2", "Billing"]]), 20);
  const y = (/** @type {string} */ id) => /** @type {any} */ (places.get(id))[1];
  assert.ok(Math.abs(y("1") - y("2")) >= 20);
});

test("the shortest net of a line joins neighbours", () => {
  assert.deepEqual(shortestNet([[0, 0], [10, 0], [5, 0]], 100), [[0, 2], [2, 1]]);
});

test("a context keeps its tint while others come and go", () => {
  const tints = new Tints();
  tints.keep(["a", "b", "c"]);
  const before = tints.name("c");
  tints.keep(["new", "c"]);
  assert.equal(tints.name("c"), before);
  assert.notEqual(tints.name("new"), before);
  assert.equal(tints.name("gone"), "tint-none");
});
