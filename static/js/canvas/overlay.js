/** What lies over the notes for a moment: rings around what is selected, ports, marquee, lasso, a link being drawn. Board units. */
import { trace } from "./layout.js";
import { portsOf } from "./hit.js";
import { traceArrow, traceCurve } from "./links.js";

/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./camera.js").Box} Box */
/** @typedef {import("./camera.js").Point} Point */
/** @typedef {import("./theme.js").Theme} Theme */
/**
 * @typedef {object} Gesture what a tool shows while it works
 * @property {Box} [marquee]
 * @property {Point[]} [lasso]
 * @property {import("./links.js").Curve} [link]
 * @property {string} [target] note that would be linked
 * @property {Box} [frame]
 * @property {Box[]} [guides]
 */
/** @typedef {{name: string, colour: string, selection: readonly string[]}} Other */

/**
 * @param {CanvasRenderingContext2D} context @param {Scene} scene
 * @param {{theme: Theme, zoom: number, view: Box, selected: ReadonlySet<string>, ports: string | null,
 *   gesture: Gesture, others: readonly Other[]}} shown
 */
export function paintOverlay(context, scene, shown) {
  const { theme, zoom, selected, others, ports, gesture } = shown;
  for (const { colour, name, selection } of others) {
    ringAll(context, scene, selection, { colour, width: 1.5 / zoom, gap: 4 / zoom, view: shown.view });
    nameTag(context, scene, selection[0], { colour, name, zoom, font: theme.font });
  }
  ringAll(context, scene, selected, { colour: theme.accent, width: 2.5 / zoom, gap: 2.5 / zoom, view: shown.view });
  if (ports) paintPorts(context, scene, ports, theme, zoom);
  paintGesture(context, scene, gesture, theme, zoom);
}

/**
 * @param {CanvasRenderingContext2D} context @param {Scene} scene @param {Iterable<string>} ids
 * @param {{colour: string, width: number, gap: number, view: Box}} ring
 */
function ringAll(context, scene, ids, { colour, width, gap, view }) {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.beginPath();
  for (const id of ids) {
    const element = scene.board.elements.get(id);
    if (!element) continue;
    const { x, y } = scene.placeOf(element);
    if (x > view.maxX || y > view.maxY || x < view.minX - 200 || y < view.minY - 200) continue;
    trace(context, element.kind, x, y, gap);
  }
  context.stroke();
}

/**
 * @param {CanvasRenderingContext2D} context @param {Scene} scene @param {string | undefined} id
 * @param {{colour: string, name: string, zoom: number, font: string}} tag
 */
function nameTag(context, scene, id, { colour, name, zoom, font }) {
  const box = id && scene.board.elements.has(id) ? scene.box(id) : null;
  if (!box || zoom < 0.3) return;
  const size = 11 / zoom;
  context.font = `600 ${size}px ${font}`;
  context.textAlign = "left";
  context.textBaseline = "bottom";
  context.fillStyle = colour;
  context.fillText(name, box.minX, box.minY - 7 / zoom);
}

/** @param {CanvasRenderingContext2D} context @param {Scene} scene @param {string} id @param {Theme} theme @param {number} zoom */
function paintPorts(context, scene, id, theme, zoom) {
  context.fillStyle = theme.surface;
  context.strokeStyle = theme.accent;
  context.lineWidth = 1.5 / zoom;
  for (const { x, y } of portsOf(scene, id, zoom)) {
    context.beginPath();
    context.arc(x, y, 4.5 / zoom, 0, Math.PI * 2);
    context.fill();
    context.stroke();
  }
}

/** @param {CanvasRenderingContext2D} context @param {Scene} scene @param {Gesture} gesture @param {Theme} theme @param {number} zoom */
function paintGesture(context, scene, { marquee, lasso, link, target, frame }, theme, zoom) {
  context.strokeStyle = theme.accent;
  context.fillStyle = theme.accent;
  context.lineWidth = 1.5 / zoom;
  const box = marquee ?? frame;
  if (box) {
    context.beginPath();
    context.roundRect(box.minX, box.minY, box.maxX - box.minX, box.maxY - box.minY, (frame ? 8 : 2) / zoom);
    tinted(context);
  }
  if (lasso && lasso.length > 1) {
    context.beginPath();
    for (const { x, y } of lasso) context.lineTo(x, y);
    context.closePath();
    tinted(context);
  }
  const element = target ? scene.board.elements.get(target) : undefined;
  if (element) {
    const { x, y } = scene.placeOf(element);
    context.beginPath();
    trace(context, element.kind, x, y, 4 / zoom);
    context.stroke();
  }
  if (link) {
    context.lineWidth = 2 / zoom;
    context.beginPath();
    traceCurve(context, link);
    context.stroke();
    context.beginPath();
    traceArrow(context, link, 1 / zoom);
    context.fill();
  }
}

/** @param {CanvasRenderingContext2D} context */
function tinted(context) {
  context.globalAlpha = 0.08;
  context.fill();
  context.globalAlpha = 1;
  context.stroke();
}
