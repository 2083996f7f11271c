/** The whole wall, small, with what is in sight; a click or a drag goes there. */
import { shapeOf } from "../canvas/layout.js";
import { union } from "../canvas/spatial_index.js";

/** @typedef {import("../tools/workspace.js").Workspace} Workspace */

const WIDTH = 216;
const HEIGHT = 132;

export class Minimap {
  open = false;
  node;
  #desk;
  #context;
  /** Board units a pixel of the map, and the board point at its corner. */
  #scale = 1;
  #corner = { x: 0, y: 0 };

  /** @param {Workspace} desk */
  constructor(desk) {
    this.#desk = desk;
    this.node = document.createElement("canvas");
    this.node.className = "minimap";
    this.node.setAttribute("aria-hidden", "true");
    const density = Math.min(2, devicePixelRatio || 1);
    this.node.width = WIDTH * density;
    this.node.height = HEIGHT * density;
    this.#context = /** @type {CanvasRenderingContext2D} */ (this.node.getContext("2d"));
    this.node.addEventListener("pointerdown", (event) => {
      this.node.setPointerCapture(event.pointerId);
      this.#go(event);
    });
    this.node.addEventListener("pointermove", (event) => event.buttons && this.#go(event));
  }

  toggle() {
    this.open = !this.open;
  }

  draw() {
    if (!this.open) return;
    const { scene, wall, theme } = this.#desk;
    const view = wall.camera.view();
    const all = union([scene.bounds(), view].filter((box) => box !== null)) ?? view;
    const [width, height] = [all.maxX - all.minX, all.maxY - all.minY];
    this.#scale = Math.max(width / (WIDTH - 16), height / (HEIGHT - 16), 0.01);
    this.#corner = { x: all.minX - (WIDTH * this.#scale - width) / 2, y: all.minY - (HEIGHT * this.#scale - height) / 2 };
    const context = this.#context;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.node.width, this.node.height);
    const zoom = this.node.width / WIDTH / this.#scale;
    context.setTransform(zoom, 0, 0, zoom, -this.#corner.x * zoom, -this.#corner.y * zoom);
    const least = 2.2 * this.#scale;
    for (const element of scene.board.elements.values()) {
      const { x, y } = scene.placeOf(element);
      const shape = shapeOf(element.kind);
      context.fillStyle = theme.colour(element.kind);
      context.fillRect(x, y, Math.max(shape.width, least), Math.max(shape.height, least));
    }
    context.strokeStyle = theme.accent;
    context.lineWidth = 1.5 * this.#scale;
    context.strokeRect(view.minX, view.minY, view.maxX - view.minX, view.maxY - view.minY);
  }

  /** @param {PointerEvent} event */
  #go(event) {
    const box = this.node.getBoundingClientRect();
    const x = this.#corner.x + ((event.clientX - box.left) / box.width) * WIDTH * this.#scale;
    const y = this.#corner.y + ((event.clientY - box.top) / box.height) * HEIGHT * this.#scale;
    const { wall } = this.#desk;
    wall.goTo(wall.camera.poseAt({ x, y }), { instantly: true });
  }
}
