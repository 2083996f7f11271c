/** Links on the canvas: drawn ones solid, inferred ones dotted, compensation dashed; alternatives carry their mode. */
import { pointAt, traceArrow, traceCurve } from "./links.js";

/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./scene.js").LinkView} LinkView */
/** @typedef {import("./theme.js").Theme} Theme */

/** Farther away than this, links are hairlines without heads. */
const HEADS_FROM_ZOOM = 0.3;
const MODE_FROM_ZOOM = 0.35;

/**
 * @param {CanvasRenderingContext2D} context @param {Scene} scene @param {readonly LinkView[]} links
 * @param {{theme: Theme, zoom: number, marked: (link: LinkView) => boolean}} options `marked`: selected or pointed at
 */
export function paintLinks(context, scene, links, { theme, zoom, marked }) {
  const far = zoom < HEADS_FROM_ZOOM;
  /** @type {Record<string, LinkView[]>} */
  const groups = { inferred: [], flow: [], compensates: [], marked: [] };
  for (const link of links) {
    const name = marked(link) ? "marked" : link.inferred ? "inferred" : link.role === "compensates" ? "compensates" : "flow";
    groups[name]?.push(link);
  }
  const width = Math.min(1.75, 1 / Math.min(1, zoom)) * (far ? 0.7 / Math.max(zoom, 0.2) / 1.75 : 1);
  const stroke = (/** @type {string} */ name, /** @type {string} */ colour, /** @type {number} */ thick, /** @type {number[]} */ dash) =>
    strokeAll(context, scene, groups[name] ?? [], { colour, width: thick, dash, far, zoom });
  if (!far) stroke("inferred", theme.inferred, width * 0.8, [2, 5]);
  stroke("flow", theme.link, width, []);
  stroke("compensates", theme.compensates, width, [8, 5]);
  stroke("marked", theme.accent, Math.max(2, 2 / zoom), []);
  if (zoom >= MODE_FROM_ZOOM) paintModes(context, scene, links, theme);
}

/**
 * @param {CanvasRenderingContext2D} context @param {Scene} scene @param {readonly LinkView[]} links
 * @param {{colour: string, width: number, dash: number[], far: boolean, zoom: number}} pen
 */
function strokeAll(context, scene, links, { colour, width, dash, far, zoom }) {
  if (!links.length) return;
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.lineCap = "round";
  context.setLineDash(dash);
  context.beginPath();
  for (const { id } of links) {
    const curve = scene.curve(id);
    if (!curve) continue;
    if (far) {
      context.moveTo(curve.from.x, curve.from.y);
      context.lineTo(curve.to.x, curve.to.y);
    } else traceCurve(context, curve);
  }
  context.stroke();
  context.setLineDash([]);
  context.lineCap = "butt";
  if (far) return;
  context.fillStyle = colour;
  context.beginPath();
  for (const { id, inferred } of links) {
    const curve = scene.curve(id);
    if (curve) traceArrow(context, curve, (inferred ? 0.75 : 1) * Math.max(1, 0.7 / zoom));
  }
  context.fill();
}

/** @param {CanvasRenderingContext2D} context @param {Scene} scene @param {readonly LinkView[]} links @param {Theme} theme */
function paintModes(context, scene, links, theme) {
  context.font = `700 11px ${theme.font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const { id, mode } of links) {
    const curve = mode && scene.curve(id);
    if (!curve) continue;
    const { x, y } = pointAt(curve, 0.28);
    context.beginPath();
    context.arc(x, y, 8.5, 0, Math.PI * 2);
    context.fillStyle = theme.surface;
    context.fill();
    context.strokeStyle = theme.link;
    context.lineWidth = 1.25;
    context.stroke();
    context.fillStyle = theme.ink;
    context.fillText(mode, x, y + 0.5);
  }
}
