/** What lies under notes and links: the ground with its dots, frames, and the boundaries that pivotal events draw. */
import { FRAME_KINDS } from "../model/kinds.js";
import { paintFrame, tintOf } from "./frames.js";
import { meet } from "./spatial_index.js";

/** @typedef {import("./camera.js").Camera} Camera */
/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./theme.js").Theme} Theme */
/** @typedef {import("./text.js").TextLayout} TextLayout */

const DOTS = 24;
const BEYOND = 120;
/**
 * @param {CanvasRenderingContext2D} context in board units @param {Scene} scene
 * @param {{camera: Camera, theme: Theme, text: TextLayout, selected: ReadonlySet<string>}} shown
 */
export function paintGround(context, scene, { camera, theme, text, selected }) {
  const view = camera.view(40);
  context.fillStyle = theme.ground;
  context.fillRect(view.minX, view.minY, view.maxX - view.minX, view.maxY - view.minY);
  paintDots(context, camera, theme.dot);
  for (const frame of scene.board.frames.values()) {
    const box = scene.frameBox(frame);
    if (!meet({ ...box, minY: box.minY - 60 / camera.zoom }, view)) continue;
    const title = titleOf(frame);
    paintFrame(context, {
      box,
      kind: frame.kind,
      title,
      titleWidth: text.width(title) * 1.06,
      tint: theme.tints[tintOf(frame.id)] ?? theme.link,
      ink: theme.ink,
      font: theme.font,
      selected: selected.has(frame.id),
      accent: theme.accent,
      zoom: camera.zoom,
    });
  }
  paintPivots(context, scene, view, theme, camera.zoom);
}

/** @param {{label?: string, kind: string}} frame */
export function titleOf({ label, kind }) {
  return label || (FRAME_KINDS[kind] ?? "Frame");
}

/** @param {CanvasRenderingContext2D} context @param {Camera} camera @param {string} colour */
function paintDots(context, camera, colour) {
  let step = DOTS;
  while (step * camera.zoom < 18) step *= 2;
  if (step > DOTS * 8) return;
  const view = camera.view();
  const size = 1.5 / camera.zoom;
  context.fillStyle = colour;
  for (let x = Math.ceil(view.minX / step) * step; x < view.maxX; x += step) {
    for (let y = Math.ceil(view.minY / step) * step; y < view.maxY; y += step) {
      context.fillRect(x - size / 2, y - size / 2, size, size);
    }
  }
}

/**
 * @param {CanvasRenderingContext2D} context @param {Scene} scene @param {import("./camera.js").Box} view
 * @param {Theme} theme @param {number} zoom
 */
function paintPivots(context, scene, view, theme, zoom) {
  const bounds = scene.bounds();
  if (!bounds) return;
  context.strokeStyle = theme.pivotal;
  context.lineWidth = Math.max(2, 1.25 / zoom);
  context.setLineDash([1 / Math.min(1, zoom), 7 / Math.min(1, zoom)]);
  context.lineCap = "round";
  context.globalAlpha = 0.7;
  context.beginPath();
  for (const element of scene.pivots()) {
    const { x } = /** @type {{x: number, y: number}} */ (scene.centreOf(element.id));
    if (x < view.minX || x > view.maxX) continue;
    context.moveTo(x, Math.max(bounds.minY - BEYOND, view.minY));
    context.lineTo(x, Math.min(bounds.maxY + BEYOND, view.maxY));
  }
  context.stroke();
  context.globalAlpha = 1;
  context.lineCap = "butt";
  context.setLineDash([]);
}
