/** Links notes: from one to the next, until Escape; starts at the selected note. */
import { curveBetween } from "../canvas/links.js";

/** @typedef {import("./workspace.js").Workspace} Workspace */
/** @typedef {import("./pointer.js").Press} Press */
/** @typedef {import("../canvas/camera.js").Point} Point */

export class LinkTool {
  name = "link";
  cursor = "crosshair";
  /** @type {string | null} */
  #from = null;
  #dragged = false;
  #desk;

  /** @param {Workspace} desk */
  constructor(desk) {
    this.#desk = desk;
  }

  enter() {
    const [only] = this.#desk.selectedElements;
    this.#from = only?.id ?? null;
    this.#desk.announce(only ? "Link: choose the note that follows. Arrow keys and Enter work too." : "Link: choose the first note.");
  }

  leave() {
    this.#from = null;
    this.#desk.wall.gesture = {};
  }

  /** @param {Press} press */
  down({ hit }) {
    this.#dragged = false;
    if (hit.type === "note" && !this.#from) {
      this.#from = hit.id;
      this.#dragged = true;
    } else if (hit.type === "note") this.reach(hit.id);
    else this.#desk.tools.choose("select");
  }

  /** @param {Press} press */
  move({ hit, point }) {
    this.#aim(hit.type === "note" ? hit.id : null, point);
  }

  /** @param {Press} press */
  hover({ hit, point }) {
    this.#aim(hit.type === "note" ? hit.id : null, point);
  }

  /** @param {Press} press */
  up({ hit }) {
    if (this.#dragged && hit.type === "note" && hit.id !== this.#from) this.reach(hit.id);
  }

  /** The link arrives here. @param {string} to */
  reach(to) {
    const { edits, selection, tools } = this.#desk;
    if (!this.#from) {
      this.#from = to;
      return;
    }
    if (this.#from !== to) edits.connect(this.#from, to);
    tools.choose("select");
    selection.set([to]);
  }

  cancel() {
    const held = this.#from !== null;
    this.leave();
    this.#desk.wall.invalidate();
    return held;
  }

  /** @param {string | null} target @param {Point} point */
  #aim(target, point) {
    const { scene, wall } = this.#desk;
    const start = this.#from ? scene.box(this.#from) : null;
    const end = target && target !== this.#from ? scene.box(target) : null;
    const here = { minX: point.x, minY: point.y, maxX: point.x, maxY: point.y };
    wall.gesture = {
      ...(start ? { link: curveBetween(start, end ?? here) } : {}),
      ...(end && target ? { target } : {}),
    };
    wall.invalidate();
  }
}
