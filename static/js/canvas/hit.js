/** What lies under a point of the wall: nearest to the eye first. */
import { covers } from "./layout.js";
import { distanceTo } from "./links.js";
import { handleAt, tabBox } from "./frames.js";
import { grow, holds } from "./spatial_index.js";

/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./camera.js").Point} Point */
/** @typedef {import("./frames.js").Handle} Handle */
/**
 * @typedef {{type: "port", id: string} | {type: "note", id: string} | {type: "frame", id: string}
 *   | {type: "resize", id: string, handle: Handle} | {type: "link", id: string} | {type: "wall"}} Hit
 */

/** Reaches in screen pixels. */
const REACH = { link: 7, handle: 7, port: 9, touch: 10 };
export const PORT_DISTANCE = 13;

/**
 * @param {Scene} scene @param {Point} point in board units
 * @param {{zoom: number, selected: ReadonlySet<string>, ports: string | null, titleWidth: (title: string) => number, touch?: boolean}} options
 *   `ports`: the note whose connecting ports are shown
 * @returns {Hit}
 */
export function hitAt(scene, point, { zoom, selected, ports, titleWidth, touch = false }) {
  const more = touch ? REACH.touch : 0;
  if (ports && portAt(scene, ports, point, (REACH.port + more) / zoom, zoom)) return { type: "port", id: ports };
  for (const id of selected) {
    const frame = scene.board.frames.get(id);
    const handle = frame && handleAt(scene.frameBox(frame), point, (REACH.handle + more) / zoom);
    if (handle) return { type: "resize", id, handle };
  }
  const note = noteAt(scene, point);
  if (note) return { type: "note", id: note };
  const tab = frameAt(scene, point, zoom, titleWidth);
  if (tab) return { type: "frame", id: tab };
  const link = linkAt(scene, point, (REACH.link + more) / zoom);
  if (link) return { type: "link", id: link };
  return { type: "wall" };
}

/** @param {Scene} scene @param {Point} point @returns {string | null} the topmost note there */
export function noteAt(scene, point) {
  const found = scene.elementsIn({ minX: point.x, minY: point.y, maxX: point.x, maxY: point.y });
  for (let index = found.length - 1; index >= 0; index -= 1) {
    const element = /** @type {import("../model/board.js").Element} */ (found[index]);
    const { x, y } = scene.placeOf(element);
    if (covers(element.kind, { x: point.x - x, y: point.y - y })) return element.id;
  }
  return null;
}

/** @param {Scene} scene @param {Point} point @param {number} zoom @param {(title: string) => number} titleWidth */
function frameAt(scene, point, zoom, titleWidth) {
  const edge = 5 / zoom;
  for (const frame of [...scene.board.frames.values()].reverse()) {
    const box = scene.frameBox(frame);
    if (holds(tabBox(box, titleWidth(frame.label || frame.kind), frame.kind), point)) return frame.id;
    if (holds(grow(box, edge), point) && !holds(grow(box, -edge), point)) return frame.id;
  }
  return null;
}

/** @param {Scene} scene @param {Point} point @param {number} reach */
function linkAt(scene, point, reach) {
  const around = grow({ minX: point.x, minY: point.y, maxX: point.x, maxY: point.y }, reach);
  let best = null;
  let nearest = reach;
  for (const link of scene.linksIn(around)) {
    const curve = scene.curve(link.id);
    const distance = curve ? distanceTo(curve, point) : Infinity;
    if (distance < nearest) [best, nearest] = [link.id, distance];
  }
  return best;
}

/** The four points beside a note from which a link can be drawn. @param {Scene} scene @param {string} id @param {number} zoom @returns {Point[]} */
export function portsOf(scene, id, zoom) {
  const box = scene.box(id);
  if (!box) return [];
  const away = PORT_DISTANCE / zoom;
  const [cx, cy] = [(box.minX + box.maxX) / 2, (box.minY + box.maxY) / 2];
  return [
    { x: box.maxX + away, y: cy },
    { x: box.minX - away, y: cy },
    { x: cx, y: box.minY - away },
    { x: cx, y: box.maxY + away },
  ];
}

/** @param {Scene} scene @param {string} id @param {Point} point @param {number} reach @param {number} zoom */
function portAt(scene, id, point, reach, zoom) {
  return portsOf(scene, id, zoom).some((port) => Math.hypot(port.x - point.x, port.y - point.y) <= reach);
}
