/** Selects what one draws a line around. */

/** @typedef {import("./workspace.js").Workspace} Workspace */
/** @typedef {import("./pointer.js").Press} Press */
/** @typedef {import("../canvas/camera.js").Point} Point */

const STEP = 4;

export class LassoTool {
  name = "lasso";
  cursor = "crosshair";
  /** @type {Point[]} */
  #line = [];
  /** @type {string[]} */
  #before = [];
  #desk;

  /** @param {Workspace} desk */
  constructor(desk) {
    this.#desk = desk;
  }

  /** @param {Press} press */
  down({ point, shift }) {
    this.#line = [point];
    this.#before = shift ? [...this.#desk.selection.ids] : [];
  }

  /** @param {Press} press */
  move({ point }) {
    const last = this.#line.at(-1);
    const { wall, scene, selection } = this.#desk;
    if (!last || Math.hypot(point.x - last.x, point.y - last.y) * wall.camera.zoom < STEP) return;
    this.#line.push(point);
    wall.gesture = { lasso: this.#line };
    const inside = [];
    for (const { id } of scene.elementsIn(boxAround(this.#line))) {
      const middle = scene.centreOf(id);
      if (middle && encloses(this.#line, middle)) inside.push(id);
    }
    selection.set([...new Set([...this.#before, ...inside])]);
  }

  up() {
    this.cancel();
    this.#desk.tools.choose("select");
  }

  cancel() {
    const held = this.#line.length > 0;
    this.#line = [];
    this.#desk.wall.gesture = {};
    this.#desk.wall.invalidate();
    return held;
  }
}

/** Whether a closed line goes around a point (even–odd rule). @param {readonly Point[]} line @param {Point} point */
export function encloses(line, { x, y }) {
  let inside = false;
  for (let index = 0, last = line.length - 1; index < line.length; last = index, index += 1) {
    const [a, b] = [/** @type {Point} */ (line[index]), /** @type {Point} */ (line[last])];
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}

/** @param {readonly Point[]} line */
function boxAround(line) {
  const [xs, ys] = [line.map(({ x }) => x), line.map(({ y }) => y)];
  return { minX: Math.min(...xs), minY: Math.min(...ys), maxX: Math.max(...xs), maxY: Math.max(...ys) };
}
