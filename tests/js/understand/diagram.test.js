import assert from "node:assert/strict";
import { test } from "node:test";

import { diagram } from "../../../static/js/understand/diagram.js";
import { overlap } from "../../../static/js/understand/geometry.js";
import { crossings, layered, neighbours } from "../../../static/js/understand/layers.js";

/** @param {number} seed a small linear congruential generator, so that a failure can be repeated */
function random(seed) {
  let state = seed;
  return () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
}

/** @param {number} seed */
function someGraph(seed) {
  const next = random(seed);
  const nodes = Array.from({ length: 2 + Math.floor(next() * 14) }, (_, i) => ({ id: `k${i}`, width: 90 + next() * 120, height: 48 }));
  const pairs = new Set();
  for (let i = 0; i < nodes.length * 1.6; i += 1) {
    const [a, b] = [Math.floor(next() * nodes.length), Math.floor(next() * nodes.length)];
    if (a !== b) pairs.add(`${a} ${b}`);
  }
  const edges = [...pairs].map((pair) => {
    const [a, b] = String(pair).split(" ");
    return { from: `k${a}`, to: `k${b}`, label: { width: 60 + next() * 80, height: 18 } };
  });
  return { nodes, edges };
}

test("boxes and labels never overlap", () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const { nodes, edges } = someGraph(seed);
    const drawn = diagram(nodes, edges);
    const labels = drawn.curves.map(({ label }, i) => {
      const { width, height } = /** @type {any} */ (edges[i]).label;
      return { x: label[0] - width / 2, y: label[1] - height / 2, width, height };
    });
    const all = [...drawn.boxes.values(), ...labels];
    all.forEach((a, i) => all.slice(i + 1).forEach((b) => assert.ok(!overlap(a, b), `seed ${seed}: ${JSON.stringify([a, b])}`)));
    assert.equal(drawn.boxes.size, nodes.length);
    for (const box of all) {
      assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= drawn.width + 1 && box.y + box.height <= drawn.height + 1);
    }
  }
});

test("upstream stands above downstream where there is no circle", () => {
  const nodes = ["a", "b", "c", "d"].map((id) => ({ id, width: 100, height: 40 }));
  const label = { width: 50, height: 16 };
  const drawn = diagram(nodes, [
    { from: "d", to: "a", label },
    { from: "a", to: "b", label },
    { from: "b", to: "c", label },
    { from: "d", to: "c", label },
  ]);
  const y = (/** @type {string} */ id) => /** @type {any} */ (drawn.boxes.get(id)).y;
  assert.ok(y("d") < y("a") && y("a") < y("b") && y("b") < y("c"));
});

test("a circle still gets layers, turning one edge of it", () => {
  const { turned, columns } = layered(["a", "b", "c"], [
    { from: "a", to: "b" },
    { from: "b", to: "c" },
    { from: "c", to: "a" },
  ]);
  assert.equal(turned.filter(Boolean).length, 1);
  assert.equal(columns.length, 3);
});

test("an arrow ends at its downstream box, also when its edge was turned", () => {
  const nodes = ["a", "b"].map((id) => ({ id, width: 100, height: 40 }));
  const label = { width: 50, height: 16 };
  const drawn = diagram(nodes, [{ from: "a", to: "b", label }, { from: "b", to: "a", label }]);
  drawn.curves.forEach(({ end }, i) => {
    const box = /** @type {any} */ (drawn.boxes.get(i === 0 ? "b" : "a"));
    assert.ok(end[1] === box.y || end[1] === box.y + box.height);
    assert.ok(end[0] > box.x && end[0] < box.x + box.width);
  });
});

test("sweeps take avoidable crossings away", () => {
  const edges = [
    { from: "a", to: "z" },
    { from: "b", to: "y" },
    { from: "c", to: "x" },
  ];
  const { columns, paths } = layered(["a", "b", "c", "x", "y", "z"], edges);
  assert.equal(crossings(columns, neighbours(paths).after), 0);
});

test("a graph without edges or nodes is drawn too", () => {
  assert.equal(diagram([], []).width, 0);
  const alone = diagram([{ id: "a", width: 100, height: 40 }], []);
  assert.deepEqual(alone.boxes.get("a"), { x: 24, y: 24, width: 100, height: 40 });
});
