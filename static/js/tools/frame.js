/** Draws a frame of the chosen kind around a part of the wall. */
import { SMALLEST } from "../canvas/frames.js";
import { boxOf } from "./select.js";

/** @typedef {import("./workspace.js").Workspace} Workspace */
/** @typedef {import("./pointer.js").Press} Press */
/** @typedef {import("../canvas/camera.js").Point} Point */

const USUAL = { width: 720, height: 420 };

export class FrameTool {
  name = "frame";
  cursor = "crosshair";
  /** @type {string} */
  kind = "bounded_context";
  /** @type {Point | null} */
  #from = null;
  #desk;

  /** @param {Workspace} desk */
  constructor(desk) {
    this.#desk = desk;
  }

  /** @param {Press} press */
  down({ point }) {
    this.#from = point;
  }

  /** @param {Press} press */
  move({ point }) {
    if (!this.#from) return;
    this.#desk.wall.gesture = { frame: boxOf(this.#from, point) };
    this.#desk.wall.invalidate();
  }

  /** @param {Press} press */
  up({ point }) {
    if (!this.#from) return;
    let box = boxOf(this.#from, point);
    if (box.maxX - box.minX < 24 && box.maxY - box.minY < 24) {
      box = { minX: point.x, minY: point.y, maxX: point.x + USUAL.width, maxY: point.y + USUAL.height };
    }
    box.maxX = Math.max(box.maxX, box.minX + SMALLEST.width);
    box.maxY = Math.max(box.maxY, box.minY + SMALLEST.height);
    this.cancel();
    const { edits, selection, tools } = this.#desk;
    const id = edits.addFrame(this.kind, box);
    tools.choose("select");
    selection.set([id]);
    this.#desk.openPanel("details", { focus: "label" });
  }

  cancel() {
    const held = this.#from !== null;
    this.#from = null;
    this.#desk.wall.gesture = {};
    this.#desk.wall.invalidate();
    return held;
  }
}
