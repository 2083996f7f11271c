import assert from "node:assert/strict";
import { test } from "node:test";
import { hitAt, noteAt } from "../../../static/js/canvas/hit.js";
import { covers, extent } from "../../../static/js/canvas/layout.js";
import { curveBetween, distanceTo, pointAt } from "../../../static/js/canvas/links.js";
import { resized, tintOf } from "../../../static/js/canvas/frames.js";
import { Scene } from "../../../static/js/canvas/scene.js";
import { SpatialIndex } from "../../../static/js/canvas/spatial_index.js";
import { neighbour, timeline } from "../../../static/js/tools/roving.js";
import { Board } from "../../../static/js/model/board.js";

const nothing = () => ({ elements: new Set(), links: new Set(), frames: new Set(), other: false, reset: false });

function board() {
  return Board.fromDocument({
    elements: [
      { id: "c", kind: "command", label: "Place order", x: 0, y: 0 },
      { id: "e", kind: "domain_event", label: "Order placed", x: 300, y: 0 },
      { id: "h", kind: "hotspot", label: "Who?", x: 300, y: 300 },
    ],
    links: [{ id: "l", from: "c", to: "e" }],
    frames: [{ id: "f", kind: "bounded_context", label: "Ordering", x: -50, y: -50, width: 600, height: 240, elements: ["c", "e"] }],
  });
}

const pointing = (/** @type {Scene} */ scene, /** @type {number} */ x, /** @type {number} */ y, selected = new Set()) =>
  hitAt(scene, { x, y }, { zoom: 1, selected, ports: null, titleWidth: () => 80 });

test("the note, the link, the frame's title and the empty wall are told apart", () => {
  const scene = new Scene(board());
  assert.deepEqual(pointing(scene, 60, 60), { type: "note", id: "c" });
  assert.deepEqual(pointing(scene, 200, 62), { type: "link", id: "l" });
  assert.deepEqual(pointing(scene, -20, -70), { type: "frame", id: "f" });
  assert.deepEqual(pointing(scene, 200, 160), { type: "wall" });
  assert.deepEqual(pointing(scene, 550, 190, new Set(["f"])), { type: "resize", id: "f", handle: "se" });
});

test("a turned note is hit on its corners, and beside them the wall is", () => {
  assert.ok(covers("hotspot", { x: 52, y: -20 }));
  assert.ok(!covers("hotspot", { x: 2, y: 2 }));
  const scene = new Scene(board());
  assert.equal(noteAt(scene, { x: 352, y: 285 }), "h");
  assert.equal(noteAt(scene, { x: 302, y: 302 }), null);
});

test("of two notes that lie over each other the one drawn last is hit", () => {
  const both = board();
  both.elements.set("n", { id: "n", kind: "note", label: "", x: 40, y: 40 });
  assert.equal(noteAt(new Scene(both), { x: 60, y: 60 }), "n");
});

test("a note that is dragged is found where the hand is, its link follows, and it goes back", () => {
  const scene = new Scene(board());
  const before = scene.curve("l");
  scene.displace([["e", { x: 2000, y: 900 }]]);
  assert.equal(noteAt(scene, { x: 2060, y: 960 }), "e");
  assert.equal(noteAt(scene, { x: 360, y: 60 }), null);
  assert.notDeepEqual(scene.curve("l"), before);
  scene.displace([["e", null]]);
  assert.equal(noteAt(scene, { x: 360, y: 60 }), "e");
  assert.deepEqual(scene.curve("l"), before);
});

test("after changes the scene is the same as one made anew", () => {
  const changed = board();
  const scene = new Scene(changed);
  changed.elements.set("e", { id: "e", kind: "domain_event", label: "Order placed", x: 700, y: 500 });
  changed.elements.delete("h");
  changed.elements.set("p", { id: "p", kind: "policy", label: "Whenever", x: 900, y: 0 });
  changed.links.set("m", { id: "m", from: "e", to: "p" });
  scene.update(changed, { ...nothing(), elements: new Set(["e", "h", "p"]), links: new Set(["m"]) });
  const fresh = new Scene(changed);
  assert.deepEqual(scene.bounds(), fresh.bounds());
  for (const id of ["l", "m"]) assert.deepEqual(scene.curve(id), fresh.curve(id));
  assert.deepEqual([...scene.links.keys()], [...fresh.links.keys()]);
  assert.equal(noteAt(scene, { x: 352, y: 352 }), null);
});

test("an inferred link is shown until somebody draws, confirms or forbids it", () => {
  const given = board();
  const scene = new Scene(given);
  scene.infer([{ from: "e", to: "h", because: "They stand together." }, { from: "c", to: "e", because: "Drawn already." }]);
  assert.deepEqual([...scene.links.values()].map(({ id, inferred }) => [id, inferred]), [["l", false], ["e→h", true]]);
  given.decisions = { links: [{ from: "e", to: "h", verdict: "confirmed" }] };
  scene.update(given, { ...nothing(), other: true });
  assert.equal(scene.links.get("e→h")?.inferred, false);
  given.decisions = { links: [{ from: "e", to: "h", verdict: "forbidden" }] };
  scene.update(given, { ...nothing(), other: true });
  assert.equal(scene.links.has("e→h"), false);
});

test("a link runs from side to side along the timeline and the pointer finds it there", () => {
  const curve = curveBetween(extent("command", 0, 0), extent("domain_event", 300, 0));
  assert.deepEqual([curve.from, curve.to], [{ x: 120, y: 60 }, { x: 300, y: 60 }]);
  assert.ok(distanceTo(curve, pointAt(curve, 0.37)) < 1);
  assert.ok(distanceTo(curve, { x: 210, y: 160 }) > 90);
});

test("a frame never becomes smaller than its smallest size, at whichever corner one pulls", () => {
  const box = { minX: 0, minY: 0, maxX: 600, maxY: 400 };
  for (const handle of /** @type {const} */ (["n", "s", "e", "w", "ne", "nw", "se", "sw"])) {
    for (const pull of [-5000, 5000]) {
      const { minX, minY, maxX, maxY } = resized(box, handle, pull, pull);
      assert.ok(maxX - minX >= 160 && maxY - minY >= 120, handle);
    }
  }
  assert.equal(tintOf("f1"), tintOf("f1"));
});

test("the index finds exactly what a look at every box finds", () => {
  const index = new SpatialIndex();
  let seed = 7;
  const random = () => ((seed = (seed * 1103515245 + 12345) % 2 ** 31) / 2 ** 31) * 1000;
  const boxes = new Map();
  for (let step = 0; step < 3000; step += 1) {
    const id = `n${Math.floor(random() / 5)}`;
    if (random() < 200) {
      index.delete(id);
      boxes.delete(id);
      continue;
    }
    const [x, y] = [random(), random()];
    const box = { minX: x, minY: y, maxX: x + 40, maxY: y + 40 };
    index.set(id, box);
    boxes.set(id, box);
  }
  const view = { minX: 200, minY: 300, maxX: 520, maxY: 700 };
  const expected = [...boxes].filter(([, b]) => b.minX <= 520 && b.maxX >= 200 && b.minY <= 700 && b.maxY >= 300).map(([id]) => id);
  assert.deepEqual(index.search(view).sort(), expected.sort());
  assert.equal(index.size, boxes.size);
});

test("arrow keys go to the neighbour in that direction and stop at the end", () => {
  const scene = new Scene(board());
  assert.equal(neighbour(scene, "c", "right"), "e");
  assert.equal(neighbour(scene, "e", "left"), "c");
  assert.equal(neighbour(scene, "e", "down"), "h");
  assert.equal(neighbour(scene, "c", "left"), null);
});

test("the outline is in timeline order", () => {
  const ids = timeline(board().elements.values()).map(({ id }) => id);
  assert.deepEqual(ids, ["c", "e", "h"]);
});
