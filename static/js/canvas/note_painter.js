/** Notes on a canvas, for the two tiers that are too far away for DOM notes. Board units. */
import { ICONS } from "../lib/icons.js";
import { shapeOf, trace, textRoom } from "./layout.js";

/** @typedef {import("../model/board.js").Element} Element */
/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./theme.js").Theme} Theme */
/** @typedef {import("./text.js").TextLayout} TextLayout */

/** Below this size on screen, in pixels, a line of text is a bar. */
const READABLE = 3.4;
const ICON_FROM_ZOOM = 0.34;
/** @type {Map<string, Path2D>} */
const iconPaths = new Map();

/** @param {string} kind */
function iconPath(kind) {
  let path = iconPaths.get(kind);
  if (!path) iconPaths.set(kind, (path = new Path2D(ICONS[kind] ?? ICONS.note)));
  return path;
}

/**
 * Blocks of colour only.
 * @param {CanvasRenderingContext2D} context @param {Scene} scene @param {Iterable<Element>} elements @param {Theme} theme
 */
export function paintBlocks(context, scene, elements, theme) {
  /** @type {Map<string, Element[]>} */
  const byKind = new Map();
  for (const element of elements) {
    const list = byKind.get(element.kind);
    if (list) list.push(element);
    else byKind.set(element.kind, [element]);
  }
  for (const [kind, list] of byKind) {
    const { width, height, turned } = shapeOf(kind);
    context.fillStyle = theme.colour(kind);
    if (turned) {
      context.beginPath();
      for (const element of list) {
        const { x, y } = scene.placeOf(element);
        trace(context, kind, x, y);
      }
      context.fill();
      continue;
    }
    for (const element of list) {
      const { x, y } = scene.placeOf(element);
      context.fillRect(x, y, width, height);
    }
  }
}

/**
 * Notes with their wrapped text, one by one in drawing order.
 * @param {CanvasRenderingContext2D} context @param {Scene} scene @param {Iterable<Element>} elements
 * @param {{theme: Theme, text: TextLayout, zoom: number, labelOf: (element: Element) => string,
 *   markOf: (element: Element) => string}} options `markOf`: the colour of the dot for findings, "" for none
 */
export function paintNotes(context, scene, elements, { theme, text, zoom, labelOf, markOf }) {
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const element of elements) {
    const { x, y } = scene.placeOf(element);
    paintSheet(context, element.kind, x, y, theme);
    if (zoom >= ICON_FROM_ZOOM) paintIcon(context, element.kind, x, y, theme);
    paintText(context, element.kind, x, y, labelOf(element), { theme, text, zoom });
    const mark = markOf(element);
    if (mark) paintMark(context, element.kind, x, y, mark, zoom);
  }
}

/** @param {CanvasRenderingContext2D} context @param {string} kind @param {number} x @param {number} y @param {Theme} theme */
function paintSheet(context, kind, x, y, theme) {
  const { width, height, turned } = shapeOf(kind);
  context.fillStyle = "rgb(40 32 16 / 0.16)";
  if (turned) {
    context.beginPath();
    trace(context, kind, x, y + 3);
    context.fill();
    context.fillStyle = theme.colour(kind);
    context.beginPath();
    trace(context, kind, x, y);
    context.fill();
    return;
  }
  context.fillRect(x, y + 3, width, height);
  context.fillStyle = theme.colour(kind);
  context.fillRect(x, y, width, height);
}

/** @param {CanvasRenderingContext2D} context @param {string} kind @param {number} x @param {number} y @param {Theme} theme */
function paintIcon(context, kind, x, y, theme) {
  const { icon } = shapeOf(kind);
  context.save();
  context.translate(x + icon.x - 6, y + icon.y - 6);
  context.scale(0.75, 0.75);
  context.strokeStyle = theme.noteInkSoft;
  context.lineWidth = 1.5;
  context.stroke(iconPath(kind));
  context.restore();
}

/** @param {CanvasRenderingContext2D} context @param {string} kind @param {number} x @param {number} y @param {string} colour @param {number} zoom */
function paintMark(context, kind, x, y, colour, zoom) {
  const { width, turned, out } = shapeOf(kind);
  context.fillStyle = colour;
  context.beginPath();
  context.arc(x + width - (turned ? out : 0), y, Math.min(4 / zoom, 14), 0, Math.PI * 2);
  context.fill();
}

/**
 * @param {CanvasRenderingContext2D} context @param {string} kind @param {number} x @param {number} y @param {string} label
 * @param {{theme: Theme, text: TextLayout, zoom: number}} options
 */
function paintText(context, kind, x, y, label, { theme, text, zoom }) {
  if (!label) return;
  const room = textRoom(kind);
  const { text: area } = shapeOf(kind);
  const { size, lineHeight, lines } = text.fit(label, room.width, room.height);
  const middle = x + (area.minX + area.maxX) / 2;
  let line = y + (area.minY + area.maxY) / 2 - ((lines.length - 1) * lineHeight) / 2;
  if (size * zoom < READABLE) {
    context.fillStyle = theme.noteInkSoft;
    for (const words of lines) {
      const width = (text.width(words) * size) / 16;
      context.fillRect(middle - width / 2, line - size * 0.18, width, size * 0.4);
      line += lineHeight;
    }
    return;
  }
  context.fillStyle = theme.noteInk;
  context.font = `500 ${size}px ${theme.font}`;
  for (const words of lines) {
    context.fillText(words, middle, line);
    line += lineHeight;
  }
}
