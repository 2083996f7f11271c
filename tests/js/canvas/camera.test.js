import assert from "node:assert/strict";
import { test } from "node:test";
import { Camera, MAX_ZOOM, MIN_ZOOM, between } from "../../../static/js/canvas/camera.js";
import { tierAt } from "../../../static/js/canvas/tiers.js";

function camera() {
  const made = new Camera();
  made.resize(1000, 600);
  return made;
}

test("screen and board are each other's inverse", () => {
  const looking = camera();
  looking.pose = { x: -120, y: 40, zoom: 0.37 };
  const point = looking.toBoard(looking.toScreen({ x: 812, y: -33 }));
  assert.ok(Math.abs(point.x - 812) < 1e-9 && Math.abs(point.y + 33) < 1e-9);
});

test("zooming keeps the point under the pointer where it is, at the limits too", () => {
  const looking = camera();
  for (const zoom of [2, 0.1, 1e-9, 1e9]) {
    const before = looking.toBoard({ x: 300, y: 200 });
    looking.zoomAt({ x: 300, y: 200 }, zoom);
    const after = looking.toBoard({ x: 300, y: 200 });
    assert.ok(Math.abs(before.x - after.x) < 1e-6 && Math.abs(before.y - after.y) < 1e-6);
    assert.ok(looking.zoom >= MIN_ZOOM && looking.zoom <= MAX_ZOOM);
  }
});

test("fitting shows all of a box, in the middle, and never larger than asked", () => {
  const looking = camera();
  looking.pose = looking.poseOf({ minX: -5000, minY: 100, maxX: 9000, maxY: 700 });
  const view = looking.view();
  assert.ok(view.minX <= -5000 && view.maxX >= 9000 && view.minY <= 100 && view.maxY >= 700);
  assert.ok(Math.abs(looking.centre.x - 2000) < 1e-6);
  assert.equal(looking.poseOf({ minX: 0, minY: 0, maxX: 10, maxY: 10 }).zoom, 1);
});

test("a flight begins and ends where it should", () => {
  const [from, to] = [{ x: 0, y: 0, zoom: 1 }, { x: 400, y: -80, zoom: 0.25 }];
  const screen = { width: 1000, height: 600 };
  assert.deepEqual(between(from, to, 0, screen), from);
  const end = between(from, to, 1, screen);
  for (const key of /** @type {const} */ (["x", "y", "zoom"])) assert.ok(Math.abs(end[key] - to[key]) < 1e-9);
});

test("a zoom that rests on a boundary does not change the tier to and fro", () => {
  assert.equal(tierAt(1), "notes");
  assert.equal(tierAt(0.3), "text");
  assert.equal(tierAt(0.05), "blocks");
  for (const zoom of [0.54, 0.55, 0.56]) for (const before of /** @type {const} */ (["notes", "text"])) assert.equal(tierAt(zoom, before), before);
  for (const zoom of [0.175, 0.18, 0.185]) for (const before of /** @type {const} */ (["blocks", "text"])) assert.equal(tierAt(zoom, before), before);
});
