/** Mouse, pen and fingers on the wall, turned into calls of the chosen tool: down, move, up, cancel, double, hold. */
import { hitAt } from "../canvas/hit.js";

/** @typedef {import("../canvas/camera.js").Point} Point */
/** @typedef {import("../canvas/hit.js").Hit} Hit */
/** @typedef {import("./workspace.js").Workspace} Workspace */
/**
 * @typedef {object} Press
 * @property {Point} point in board units
 * @property {Point} screen in pixels of the wall
 * @property {Hit} hit
 * @property {boolean} shift
 * @property {boolean} alt
 * @property {boolean} mod Ctrl, or ⌘
 * @property {boolean} touch
 */

const HOLD = 480;
const SLACK = 8;
const LINE = 16;

export class PointerInput {
  #desk;
  #root;
  /** @type {Map<number, Point>} fingers on the wall */
  #fingers = new Map();
  /** @type {number | null} the pointer that drives the tool */
  #active = null;
  /** @type {{at: Point, spread: number} | null} */
  #pinch = null;
  /** @type {Point | null} the last place of a hand that pans */
  #panning = null;
  #holding = 0;
  /** @type {Point} */
  #pressed = { x: 0, y: 0 };
  /** Whether the space bar is down: then every drag pans. */
  space = false;

  /** @param {Workspace} desk */
  constructor(desk) {
    this.#desk = desk;
    this.#root = desk.wall.root;
    const on = (/** @type {string} */ type, /** @type {(event: any) => void} */ handler) =>
      this.#root.addEventListener(type, handler, { passive: false });
    on("pointerdown", (event) => this.#down(event));
    on("pointermove", (event) => this.#move(event));
    on("pointerup", (event) => this.#up(event));
    on("pointercancel", (event) => this.#lost(event));
    on("pointerleave", () => this.#left());
    on("dblclick", (event) => this.#double(event));
    on("wheel", (event) => this.#wheel(event));
    on("contextmenu", (event) => event.preventDefault());
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (ours(event.target)) return;
    const screen = this.#screen(event);
    if (event.pointerType === "touch") {
      this.#fingers.set(event.pointerId, screen);
      if (this.#fingers.size === 2) return this.#beginPinch();
      if (this.#fingers.size > 2) return;
    }
    const desk = this.#desk;
    if (event.target instanceof Element && event.target.classList.contains("note-badge")) {
      const id = event.target.closest(".note")?.getAttribute("data-id");
      if (id) desk.showFinding(id);
      event.preventDefault();
      return;
    }
    if (event.button === 2) return;
    capture(this.#root, event.pointerId);
    this.#active = event.pointerId;
    this.#pressed = screen;
    desk.editor.finish();
    desk.wall.stop();
    if (event.button === 1 || this.space) {
      this.#panning = screen;
      this.#root.dataset.hand = "closed";
      event.preventDefault();
      return;
    }
    const press = this.#press(event, screen);
    if (press.touch) this.#holding = window.setTimeout(() => this.#hold(press), HOLD);
    desk.tools.current.down?.(press);
    this.#focusWall(press);
    event.preventDefault();
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const screen = this.#screen(event);
    if (this.#fingers.has(event.pointerId)) this.#fingers.set(event.pointerId, screen);
    if (this.#pinch) return this.#movePinch();
    const desk = this.#desk;
    if (this.#panning && event.pointerId === this.#active) {
      desk.wall.panBy(screen.x - this.#panning.x, screen.y - this.#panning.y);
      this.#panning = screen;
      return;
    }
    if (far(screen, this.#pressed)) clearTimeout(this.#holding);
    const press = this.#press(event, screen);
    desk.pointerAt(press.point);
    if (event.pointerId === this.#active) desk.tools.current.move?.(press);
    else if (this.#active === null) desk.tools.current.hover?.(press);
  }

  /** @param {PointerEvent} event */
  #up(event) {
    this.#fingers.delete(event.pointerId);
    clearTimeout(this.#holding);
    if (this.#pinch) {
      if (this.#fingers.size < 2) this.#pinch = null;
      return;
    }
    if (event.pointerId !== this.#active) return;
    this.#active = null;
    if (this.#panning) {
      this.#panning = null;
      delete this.#root.dataset.hand;
      return;
    }
    this.#desk.tools.current.up?.(this.#press(event, this.#screen(event)));
  }

  /** @param {PointerEvent} event */
  #lost(event) {
    this.#fingers.delete(event.pointerId);
    clearTimeout(this.#holding);
    if (event.pointerId !== this.#active) return;
    this.#active = null;
    this.#panning = null;
    this.#desk.tools.cancel();
  }

  #left() {
    if (this.#active === null) this.#desk.pointerAt(null);
  }

  /** @param {MouseEvent} event */
  #double(event) {
    if (ours(event.target)) return;
    this.#desk.tools.current.double?.(this.#press(event, this.#screen(event)));
  }

  /** @param {Press} press */
  #hold(press) {
    if (this.#active === null) return;
    this.#desk.tools.cancel();
    this.#active = null;
    this.#desk.tools.current.hold?.(press);
  }

  #beginPinch() {
    clearTimeout(this.#holding);
    this.#desk.tools.cancel();
    this.#active = null;
    this.#panning = null;
    this.#pinch = this.#grip();
  }

  #movePinch() {
    const before = this.#pinch;
    if (!before || this.#fingers.size < 2) return;
    const now = this.#grip();
    const { wall } = this.#desk;
    wall.panBy(now.at.x - before.at.x, now.at.y - before.at.y);
    wall.zoomAt(now.at, wall.camera.zoom * (now.spread / before.spread));
    this.#pinch = now;
  }

  /** @returns {{at: Point, spread: number}} */
  #grip() {
    const [a, b] = [...this.#fingers.values()];
    if (!a || !b) return { at: { x: 0, y: 0 }, spread: 1 };
    return { at: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, spread: Math.max(1, Math.hypot(a.x - b.x, a.y - b.y)) };
  }

  /** A wheel or two fingers on a trackpad pan; with Ctrl (a pinch on a trackpad says so too) they zoom. @param {WheelEvent} event */
  #wheel(event) {
    if (ours(event.target) && !event.ctrlKey) return;
    event.preventDefault();
    const { wall } = this.#desk;
    const unit = event.deltaMode === 1 ? LINE : event.deltaMode === 2 ? wall.camera.height : 1;
    const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
    if (event.ctrlKey || event.metaKey) {
      const step = Math.max(-60, Math.min(60, dy));
      wall.zoomAt(this.#screen(event), wall.camera.zoom * Math.exp(-step * 0.008));
    } else if (event.shiftKey && dx === 0) wall.panBy(-dy, 0);
    else wall.panBy(-dx, -dy);
  }

  /** @param {Press} press the keyboard goes where the pointer went */
  #focusWall({ hit }) {
    const { wall } = this.#desk;
    const node = hit.type === "note" ? wall.nodeOf(hit.id) : undefined;
    (node ?? wall.root).focus({ preventScroll: true });
  }

  /** @param {MouseEvent} event @returns {Point} */
  #screen(event) {
    const box = this.#root.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  /** @param {MouseEvent} event @param {Point} screen @returns {Press} */
  #press(event, screen) {
    const { wall, scene, selection, titleWidth } = this.#desk;
    const point = wall.camera.toBoard(screen);
    const touch = event instanceof PointerEvent && event.pointerType === "touch";
    const options = { zoom: wall.camera.zoom, selected: selection.ids, ports: wall.ports, titleWidth, touch };
    const hit = hitAt(scene, point, options);
    return { point, screen, hit, touch, shift: event.shiftKey, alt: event.altKey, mod: event.ctrlKey || event.metaKey };
  }
}

/** Whether the browser itself handles what happens here. @param {EventTarget | null} target */
function ours(target) {
  return target instanceof Element && target.closest(".editor") !== null;
}

/** @param {Point} a @param {Point} b */
function far(a, b) {
  return Math.hypot(a.x - b.x, a.y - b.y) > SLACK;
}

/** @param {HTMLElement} root @param {number} pointer */
function capture(root, pointer) {
  try {
    root.setPointerCapture(pointer);
  } catch {
    // The pointer left between the event and now: nothing to hold on to.
  }
}
