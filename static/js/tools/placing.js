/** Where a new note goes: a place near the wish where nothing lies. */
import { extent, shapeOf } from "../canvas/layout.js";
import { GAP } from "./edits.js";

/** @typedef {import("../canvas/scene.js").Scene} Scene */
/** @typedef {import("../canvas/camera.js").Point} Point */

const TRIES = 200;

/** `wish`, or the next free place to its right. @param {Scene} scene @param {string} kind @param {Point} wish @returns {Point} */
export function freePlace(scene, kind, wish) {
  let { x } = wish;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const box = extent(kind, x, wish.y);
    const inTheWay = scene.elementsIn({ minX: box.minX + 8, minY: box.minY + 8, maxX: box.maxX - 8, maxY: box.maxY - 8 });
    if (!inTheWay.length) break;
    x = Math.max(x + GAP, ...inTheWay.map(({ id }) => (scene.box(id)?.maxX ?? x) + GAP + (x - box.minX)));
  }
  return { x, y: wish.y };
}

/** A place beside a note, level with its middle. @param {Scene} scene @param {import("../model/board.js").Element} beside @param {string} kind @returns {Point} */
export function placeAfter(scene, beside, kind) {
  const { x, y } = scene.placeOf(beside);
  const [old, made] = [shapeOf(beside.kind), shapeOf(kind)];
  return freePlace(scene, kind, {
    x: x + old.width + old.out + GAP + made.out,
    y: y + (old.height - made.height) / 2,
  });
}

/** Centred on a point. @param {string} kind @param {Point} point @returns {Point} */
export function placeAt(kind, point) {
  const { width, height } = shapeOf(kind);
  return { x: Math.round((point.x - width / 2) / 4) * 4, y: Math.round((point.y - height / 2) / 4) * 4 };
}
