/** Moves the wall under the hand. */

/** @typedef {import("./workspace.js").Workspace} Workspace */
/** @typedef {import("./pointer.js").Press} Press */

export class PanTool {
  name = "pan";
  cursor = "grab";
  /** @type {import("../canvas/camera.js").Point | null} */
  #last = null;
  #desk;

  /** @param {Workspace} desk */
  constructor(desk) {
    this.#desk = desk;
  }

  /** @param {Press} press */
  down({ screen }) {
    this.#last = screen;
    this.#desk.tools.point("grabbing");
  }

  /** @param {Press} press */
  move({ screen }) {
    if (!this.#last) return;
    this.#desk.wall.panBy(screen.x - this.#last.x, screen.y - this.#last.y);
    this.#last = screen;
  }

  up() {
    this.#last = null;
    this.#desk.tools.point("");
  }

  cancel() {
    const held = this.#last !== null;
    this.up();
    return held;
  }
}
