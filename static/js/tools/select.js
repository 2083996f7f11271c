/** The tool one falls back to: point, select, move, resize, draw a link from a port; on a touch screen an empty place pans. */
import { curveBetween } from "../canvas/links.js";
import { noteAt } from "../canvas/hit.js";
import { resized } from "../canvas/frames.js";
import { onGrid } from "./edits.js";
import { placeAt } from "./placing.js";

/** @typedef {import("./workspace.js").Workspace} Workspace */
/** @typedef {import("./pointer.js").Press} Press */
/** @typedef {import("../canvas/camera.js").Point} Point */
/** @typedef {import("../canvas/camera.js").Box} Box */
/**
 * @typedef {{at: "rest"} | {at: "pressed", press: Press, fresh: boolean} | {at: "moving", from: Point, origins: Map<string, Point>}
 *   | {at: "marquee", from: Point, before: string[]} | {at: "panning", start: Point, last: Point}
 *   | {at: "resizing", id: string, handle: import("../canvas/frames.js").Handle, from: Point, box: Box}
 *   | {at: "linking", from: string}} State
 */

const SLACK = 4;
const TOUCH_SLACK = 9;
const SHOWN_TO_OTHERS = 100;
/** @type {Record<string, string>} */
const RESIZE_CURSORS = { n: "ns", s: "ns", e: "ew", w: "ew", ne: "nesw", sw: "nesw", nw: "nwse", se: "nwse" };

export class SelectTool {
  name = "select";
  cursor = "default";
  /** @type {State} */
  #state = { at: "rest" };
  #desk;

  /** @param {Workspace} desk */
  constructor(desk) {
    this.#desk = desk;
  }

  /** @param {Press} press */
  down(press) {
    const { hit, point, shift, touch, screen } = press;
    const { selection } = this.#desk;
    if (hit.type === "port") this.#state = { at: "linking", from: hit.id };
    else if (hit.type === "resize") {
      const box = this.#desk.scene.box(hit.id);
      if (box) this.#state = { at: "resizing", id: hit.id, handle: hit.handle, from: point, box };
    } else if (hit.type === "wall") {
      if (touch) this.#state = { at: "panning", start: screen, last: screen };
      else this.#state = { at: "marquee", from: point, before: shift ? [...selection.ids] : [] };
    } else {
      const fresh = !selection.has(hit.id);
      if (fresh) shift ? selection.add([hit.id]) : selection.set([hit.id]);
      this.#state = { at: "pressed", press, fresh };
    }
  }

  /** @param {Press} press */
  move(press) {
    const state = this.#state;
    const { wall, scene, selection } = this.#desk;
    if (state.at === "pressed") this.#startMoving(state, press);
    else if (state.at === "moving") this.#carry(state, press);
    else if (state.at === "panning") {
      wall.panBy(press.screen.x - state.last.x, press.screen.y - state.last.y);
      this.#state = { ...state, last: press.screen };
    } else if (state.at === "marquee") {
      const box = boxOf(state.from, press.point);
      wall.gesture = { marquee: box };
      const inside = scene.elementsIn(box).map((element) => element.id);
      selection.set([...new Set([...state.before, ...inside])], selection.focus);
    } else if (state.at === "resizing") {
      wall.gesture = { frame: resized(state.box, state.handle, press.point.x - state.from.x, press.point.y - state.from.y) };
      wall.invalidate();
    } else if (state.at === "linking") this.#aim(state.from, press.point);
  }

  /** @param {Press} press */
  up(press) {
    const state = this.#state;
    this.#state = { at: "rest" };
    const { wall, selection, edits } = this.#desk;
    const gesture = wall.gesture;
    wall.gesture = {};
    wall.invalidate();
    if (state.at === "pressed" && !state.fresh) {
      const { hit } = press;
      if (hit.type !== "note" && hit.type !== "frame" && hit.type !== "link") return;
      if (press.shift) selection.toggle(hit.id);
      else selection.set([hit.id]);
    } else if (state.at === "moving") this.#drop(state.origins);
    else if (state.at === "marquee" && !gesture.marquee && !press.shift) selection.set([], null);
    else if (state.at === "panning" && !far(press, state.start)) selection.set([], null);
    else if (state.at === "resizing" && gesture.frame) edits.resizeFrame(state.id, gesture.frame);
    else if (state.at === "linking") this.#link(state.from, gesture.target, press);
  }

  /** @param {Press} press */
  hover({ hit, point, touch }) {
    const { wall, tools, selection } = this.#desk;
    if (touch) return;
    this.#desk.hover(hit.type === "note" || hit.type === "port" ? hit.id : null);
    const near = hit.type === "note" || hit.type === "port" ? hit.id : null;
    const ports = near && wall.tier === "notes" && this.#desk.mayEdit && selection.has(near) ? near : null;
    const link = hit.type === "link" ? hit.id : null;
    if (ports !== wall.ports && !(wall.ports && this.#isNear(wall.ports, point))) this.#show({ ports });
    if (link !== wall.pointedLink) this.#desk.pointLink(link);
    tools.point(cursorOf(hit));
  }

  /** @param {Press} press */
  double({ hit, point }) {
    const { editor } = this.#desk;
    if (hit.type === "note") editor.edit(hit.id);
    else if (hit.type === "frame") this.#desk.openPanel("details", { focus: "label" });
    else if (hit.type === "wall") editor.write(this.#desk.kind, placeAt(this.#desk.kind, point));
  }

  /** A long press: adds a note to the selection, or writes a new one. @param {Press} press */
  hold({ hit, point }) {
    const { selection, editor } = this.#desk;
    if (hit.type === "note") selection.toggle(hit.id);
    else editor.write(this.#desk.kind, placeAt(this.#desk.kind, point));
  }

  cancel() {
    const state = this.#state;
    this.#state = { at: "rest" };
    const { wall, scene, session } = this.#desk;
    if (state.at === "moving") {
      scene.displace([...state.origins.keys()].map((id) => [id, null]));
      session.present({ dragging: null });
    }
    wall.gesture = {};
    wall.invalidate();
    return state.at !== "rest";
  }

  leave() {
    this.#show({ ports: null });
    this.#desk.hover(null);
  }

  /** @param {Extract<State, {at: "pressed"}>} state @param {Press} press */
  #startMoving({ press: start }, press) {
    const moved = Math.hypot(press.screen.x - start.screen.x, press.screen.y - start.screen.y);
    if (moved < (press.touch ? TOUCH_SLACK : SLACK) || !this.#desk.mayEdit) return;
    const { scene, selectedElements, selectedFrames, edits, wall } = this.#desk;
    /** @type {Map<string, Point>} */
    const origins = new Map();
    for (const element of [...selectedElements, ...edits.membersOf(selectedFrames)]) origins.set(element.id, scene.placeOf(element));
    for (const frame of selectedFrames) origins.set(frame.id, { x: frame.x ?? 0, y: frame.y ?? 0 });
    if (!origins.size) return;
    wall.ports = null;
    const state = /** @type {Extract<State, {at: "moving"}>} */ ({ at: "moving", from: start.point, origins });
    this.#state = state;
    this.#carry(state, press);
  }

  /** @param {Extract<State, {at: "moving"}>} state @param {Press} press */
  #carry({ from, origins }, { point, shift }) {
    let [dx, dy] = [onGrid(point.x - from.x), onGrid(point.y - from.y)];
    if (shift) Math.abs(dx) > Math.abs(dy) ? (dy = 0) : (dx = 0);
    const { scene, session, wall } = this.#desk;
    /** @type {[string, Point][]} */
    const places = [...origins].map(([id, { x, y }]) => [id, { x: x + dx, y: y + dy }]);
    scene.displace(places);
    session.present({ dragging: Object.fromEntries(places.slice(0, SHOWN_TO_OTHERS).map(([id, { x, y }]) => [id, [x, y]])) });
    wall.invalidate();
  }

  /** @param {Map<string, Point>} origins */
  #drop(origins) {
    const { scene, session, edits } = this.#desk;
    const places = new Map([...origins.keys()].map((id) => [id, scene.displaced.get(id) ?? { x: 0, y: 0 }]));
    edits.move(places);
    scene.displace([...origins.keys()].map((id) => [id, null]));
    session.present({ dragging: null });
  }

  /** @param {string} from @param {Point} point */
  #aim(from, point) {
    const { wall, scene } = this.#desk;
    const target = noteAt(scene, point);
    const start = scene.box(from);
    const end = target && target !== from ? scene.box(target) : null;
    if (!start) return;
    const here = { minX: point.x, minY: point.y, maxX: point.x, maxY: point.y };
    wall.gesture = { link: curveBetween(start, end ?? here), ...(end && target ? { target } : {}) };
    wall.invalidate();
  }

  /** A link dropped on nothing asks for the note that it leads to. @param {string} from @param {string | undefined} target @param {Press} press */
  #link(from, target, { point }) {
    const { edits, editor, board, kind } = this.#desk;
    if (target) edits.connect(from, target);
    else if (board.elements.has(from) && !this.#isNear(from, point)) editor.write(kind, placeAt(kind, point), "", from);
  }

  /** @param {string} id @param {Point} point */
  #isNear(id, { x, y }) {
    const box = this.#desk.scene.box(id);
    const reach = 26 / this.#desk.wall.camera.zoom;
    return box !== null && x > box.minX - reach && x < box.maxX + reach && y > box.minY - reach && y < box.maxY + reach;
  }

  /** @param {{ports: string | null}} shown */
  #show({ ports }) {
    this.#desk.wall.ports = ports;
    this.#desk.wall.invalidate();
  }
}

/** @param {Press} press @param {Point} start */
function far({ screen }, start) {
  return Math.hypot(screen.x - start.x, screen.y - start.y) > TOUCH_SLACK;
}

/** @param {import("../canvas/hit.js").Hit} hit */
function cursorOf(hit) {
  if (hit.type === "resize") return `${RESIZE_CURSORS[hit.handle]}-resize`;
  if (hit.type === "port") return "crosshair";
  if (hit.type === "link" || hit.type === "frame") return "pointer";
  return "";
}

/** @param {Point} a @param {Point} b @returns {Box} */
export function boxOf(a, b) {
  return { minX: Math.min(a.x, b.x), minY: Math.min(a.y, b.y), maxX: Math.max(a.x, b.x), maxY: Math.max(a.y, b.y) };
}
