/** The wall: puts scene, camera, tiers and layers together and paints them, at most once a frame. */
import { Camera, between } from "./camera.js";
import { Cursors } from "./cursors.js";
import { paintGround } from "./ground.js";
import { paintBlocks, paintNotes } from "./note_painter.js";
import { paintLinks } from "./link_painter.js";
import { NotePool } from "./notes.js";
import { paintOverlay } from "./overlay.js";
import { tierAt } from "./tiers.js";
import { division, prepare, surface } from "./surface.js";
import { stillness } from "./theme.js";

/** @typedef {import("./camera.js").Pose} Pose */
/** @typedef {import("./camera.js").Point} Point */
/** @typedef {import("./camera.js").Box} Box */
/** @typedef {import("./overlay.js").Gesture} Gesture */
/** @typedef {import("./notes.js").Appearance} Appearance */
/** @typedef {import("../model/board.js").Element} Element */
/** @typedef {{id: string, name: string, colour: string, cursor: Point | null, selection: readonly string[]}} Person */
/**
 * @typedef {object} WallParts
 * @property {import("./scene.js").Scene} scene
 * @property {import("./text.js").TextLayout} text
 * @property {import("./theme.js").Theme} theme
 * @property {import("./selection.js").Selection} selection
 * @property {(element: Element) => Appearance} look
 * @property {(element: Element) => string} labelOf
 * @property {(element: Element) => string} worstOf the worst severity of its findings, "" for none
 * @property {() => Iterable<string>} pinned ids of notes that must be DOM now
 * @property {() => readonly Person[]} others
 */

const MARGIN = 160;
const FLIGHT = 170;
const RESTED = 140;
/** Links may take this many milliseconds of a frame while the wall moves; a wall with more shows them when it rests. */
const LINK_BUDGET = 6;
const LINKS_WHILE_MOVING = 4000;

export class Wall extends EventTarget {
  camera = new Camera();
  /** @type {Gesture} */
  gesture = {};
  /** @type {string | null} the note whose connecting ports are shown */
  ports = null;
  /** @type {string | null} the link under the pointer */
  pointedLink = null;
  /** @type {import("./tiers.js").Tier} */
  tier = "notes";
  #root;
  #parts;
  #base;
  #over;
  #layer;
  #pool;
  #cursors;
  #frame = 0;
  #cursorFrame = 0;
  #flight = 0;
  #moved = -Infinity;
  #linkCost = 0;
  #rest = 0;

  /** @param {HTMLElement} root @param {WallParts} parts */
  constructor(root, parts) {
    super();
    this.#root = root;
    this.#parts = parts;
    this.#base = surface("wall-base", false);
    this.#layer = division("wall-notes");
    this.#over = surface("wall-over", true);
    const cursors = division("wall-cursors");
    cursors.setAttribute("aria-hidden", "true");
    root.append(this.#base.canvas, this.#layer, this.#over.canvas, cursors);
    this.#pool = new NotePool(this.#layer, parts.scene, parts.text, parts.look);
    this.#cursors = new Cursors(cursors);
    new ResizeObserver(() => this.#resize()).observe(root);
    parts.selection.addEventListener("change", () => {
      if (this.ports && !parts.selection.has(this.ports)) this.ports = null;
      this.invalidate();
    });
    parts.theme.watch(() => this.invalidate());
    this.#resize();
  }

  get root() {
    return this.#root;
  }

  /** The layer of the notes, in board units: an editor is laid over a note here. */
  get layer() {
    return this.#layer;
  }

  /** @returns {number} notes that are DOM at this moment */
  get mounted() {
    return this.#pool.size;
  }

  /** @param {string} id @returns {HTMLElement | undefined} */
  nodeOf(id) {
    return this.#pool.node(id);
  }

  invalidate() {
    if (!this.#frame) this.#frame = requestAnimationFrame(() => this.#paint());
  }

  /** Only the others' pointers moved: nothing else is painted. */
  moveCursors() {
    if (this.#frame || this.#cursorFrame) return;
    this.#cursorFrame = requestAnimationFrame(() => {
      this.#cursorFrame = 0;
      this.#cursors.show(this.#parts.others(), this.camera);
    });
  }

  /** Paints now, so that a note can be focused in the same event. */
  flush() {
    if (this.#frame) cancelAnimationFrame(this.#frame);
    this.#paint();
  }

  /** @param {number} dx @param {number} dy in screen pixels */
  panBy(dx, dy) {
    this.stop();
    this.camera.panBy(dx, dy);
    this.#lookedElsewhere();
  }

  /** @param {Point} at in screen pixels @param {number} zoom */
  zoomAt(at, zoom) {
    this.stop();
    this.camera.zoomAt(at, zoom);
    this.#lookedElsewhere();
  }

  /** @param {Pose} pose @param {{instantly?: boolean}} [options] */
  goTo(pose, { instantly = false } = {}) {
    this.stop();
    if (instantly || stillness()) {
      this.camera.pose = pose;
      this.#lookedElsewhere();
      return;
    }
    const from = this.camera.pose;
    const started = performance.now();
    const step = (/** @type {number} */ now) => {
      const share = Math.max(0, Math.min(1, (now - started) / FLIGHT));
      this.camera.pose = between(from, pose, 1 - (1 - share) ** 3, this.camera);
      this.#lookedElsewhere();
      this.#flight = share < 1 ? requestAnimationFrame(step) : 0;
    };
    this.#flight = requestAnimationFrame(step);
  }

  /** Ends a flight where it is. */
  stop() {
    cancelAnimationFrame(this.#flight);
    this.#flight = 0;
  }

  /** How much of the screen bars and panels cover. @param {{left: number, right: number, bottom: number}} covered in pixels */
  set inset(covered) {
    this.#inset = covered;
  }

  #inset = { left: 0, right: 0, bottom: 0 };

  /** @param {Box} box @param {{maxZoom?: number, instantly?: boolean}} [options] */
  fit(box, { maxZoom = 1, instantly = false } = {}) {
    const { left, right, bottom } = this.#inset;
    const width = Math.max(200, this.camera.width - left - right);
    const room = new Camera();
    room.resize(width, Math.max(200, this.camera.height - bottom));
    const pose = room.poseOf(box, { maxZoom, padding: Math.min(96, width * 0.12) });
    this.goTo({ ...pose, x: pose.x - left / pose.zoom }, { instantly });
  }

  /** Moves just enough that `box` is in sight. @param {Box} box */
  reveal(box) {
    const view = this.camera.view(-48);
    view.minX += this.#inset.left / this.camera.zoom;
    view.maxX -= this.#inset.right / this.camera.zoom;
    view.maxY -= this.#inset.bottom / this.camera.zoom;
    const dx = box.minX < view.minX ? box.minX - view.minX : Math.max(0, box.maxX - view.maxX);
    const dy = box.minY < view.minY ? box.minY - view.minY : Math.max(0, box.maxY - view.maxY);
    if (dx || dy) this.goTo({ x: this.camera.x + dx, y: this.camera.y + dy, zoom: this.camera.zoom });
  }

  #lookedElsewhere() {
    this.#moved = performance.now();
    clearTimeout(this.#rest);
    this.#rest = window.setTimeout(() => this.#rested(), RESTED);
    this.#layer.style.willChange = "transform";
    this.invalidate();
    this.dispatchEvent(new Event("camera"));
  }

  #rested() {
    this.#layer.style.willChange = "";
    this.invalidate();
  }

  #resize() {
    const { width, height } = this.#root.getBoundingClientRect();
    this.camera.resize(width, height);
    const density = Math.min(2, devicePixelRatio || 1);
    for (const { canvas } of [this.#base, this.#over]) {
      canvas.width = Math.round(width * density);
      canvas.height = Math.round(height * density);
    }
    this.invalidate();
    this.dispatchEvent(new Event("camera"));
  }

  #paint() {
    this.#frame = 0;
    const { scene, selection } = this.#parts;
    const { camera } = this;
    this.tier = tierAt(camera.zoom, this.tier);
    this.#root.dataset.tier = this.tier;
    const wanted = scene.elementsIn(camera.view(this.tier === "notes" ? MARGIN : 0));
    const pinned = this.#pinned();
    const late = this.#pool.show(this.tier === "notes" ? wanted : [], pinned);
    this.#layer.style.transform = `scale(${camera.zoom}) translate(${-camera.x}px, ${-camera.y}px)`;
    this.#paintBase(this.tier === "notes" ? late : wanted);
    this.#paintOver();
    this.#cursors.show(this.#parts.others(), camera);
    if (late.length) this.invalidate();
    if (selection.focus) this.#followFocus(selection.focus);
  }

  /** Keeps the keyboard on the focused note when its element was just put there. @param {string} id */
  #followFocus(id) {
    const node = this.#pool.node(id);
    const active = document.activeElement;
    if (node && active && active !== node && active.classList.contains("note")) node.focus({ preventScroll: true });
  }

  /** @returns {Element[]} */
  #pinned() {
    const { scene } = this.#parts;
    const pinned = [];
    for (const id of this.#parts.pinned()) {
      const element = scene.board.elements.get(id);
      if (element) pinned.push(element);
    }
    return pinned;
  }

  /** @param {readonly Element[]} elements those to draw on the canvas */
  #paintBase(elements) {
    const { scene, theme, text, labelOf, worstOf, selection } = this.#parts;
    const { context } = this.#base;
    const { camera } = this;
    prepare(context, camera);
    paintGround(context, scene, { camera, theme, text, selected: selection.ids });
    this.#paintLinks(context);
    const markOf = (/** @type {Element} */ element) => theme.markColour(worstOf(element));
    if (this.tier === "blocks") paintBlocks(context, scene, elements, theme);
    else paintNotes(context, scene, elements, { theme, text, zoom: camera.zoom, labelOf, markOf });
  }

  /** @param {CanvasRenderingContext2D} context */
  #paintLinks(context) {
    const { scene, theme, selection } = this.#parts;
    const resting = performance.now() - this.#moved >= RESTED;
    if (!resting && this.#linkCost > LINK_BUDGET) return;
    const links = scene.linksIn(this.camera.view(8));
    if (!resting && links.length > LINKS_WHILE_MOVING) return;
    const started = performance.now();
    const marked = (/** @type {{id: string}} */ { id }) => selection.has(id) || id === this.pointedLink;
    paintLinks(context, scene, links, { theme, zoom: this.camera.zoom, marked });
    this.#linkCost = performance.now() - started;
  }

  #paintOver() {
    const { scene, theme, selection, others } = this.#parts;
    const { context } = this.#over;
    prepare(context, this.camera);
    paintOverlay(context, scene, {
      theme,
      zoom: this.camera.zoom,
      view: this.camera.view(20),
      selected: selection.ids,
      ports: this.ports,
      gesture: this.gesture,
      others: others().filter((person) => person.selection.length),
    });
  }
}
