/** Frames: geometry of their title tab and resize handles, and how they are drawn. Board units. */

/** @typedef {import("./camera.js").Box} Box */
/** @typedef {import("./camera.js").Point} Point */
/** @typedef {import("../model/board.js").Frame} Frame */
/** @typedef {"n"|"s"|"e"|"w"|"ne"|"nw"|"se"|"sw"} Handle */

export const TAB_HEIGHT = 32;
export const SMALLEST = { width: 160, height: 120 };
const TAB_TEXT = 16;
/** Screen pixels of a title from afar. */
const FAR_TEXT = 12.5;
const TINTS = 8;

/** @param {Frame} frame @returns {Box} */
export function frameBox({ x = 0, y = 0, width = 400, height = 300 }) {
  return { minX: x, minY: y, maxX: x + width, maxY: y + height };
}

/**
 * The title stands above the frame, so that it never covers a note; swimlanes touch each other, so theirs is inside.
 * @param {Box} box @param {number} textWidth @param {string} kind @returns {Box}
 */
export function tabBox(box, textWidth, kind) {
  const width = Math.min(Math.max(textWidth + 28, 72), Math.max(box.maxX - box.minX, 72));
  const top = kind === "swimlane" ? box.minY : box.minY - TAB_HEIGHT;
  return { minX: box.minX, minY: top, maxX: box.minX + width, maxY: top + TAB_HEIGHT };
}

/** Which of the tints a frame has: the same for everybody, and for as long as it lives. @param {string} id */
export function tintOf(id) {
  let hash = 2166136261;
  for (let index = 0; index < id.length; index += 1) hash = Math.imul(hash ^ id.charCodeAt(index), 16777619);
  return (hash >>> 0) % TINTS;
}

/** @param {Box} box @param {Point} point @param {number} reach @returns {Handle | null} */
export function handleAt(box, { x, y }, reach) {
  if (x < box.minX - reach || x > box.maxX + reach || y < box.minY - reach || y > box.maxY + reach) return null;
  const vertical = Math.abs(y - box.minY) <= reach ? "n" : Math.abs(y - box.maxY) <= reach ? "s" : "";
  const horizontal = Math.abs(x - box.minX) <= reach ? "w" : Math.abs(x - box.maxX) <= reach ? "e" : "";
  return /** @type {Handle} */ (vertical + horizontal) || null;
}

/** @param {Box} box @param {Handle} handle @param {number} dx @param {number} dy @returns {Box} never below the smallest */
export function resized(box, handle, dx, dy) {
  const out = { ...box };
  if (handle.includes("w")) out.minX = Math.min(box.minX + dx, box.maxX - SMALLEST.width);
  if (handle.includes("e")) out.maxX = Math.max(box.maxX + dx, box.minX + SMALLEST.width);
  if (handle.includes("n")) out.minY = Math.min(box.minY + dy, box.maxY - SMALLEST.height);
  if (handle.includes("s")) out.maxY = Math.max(box.maxY + dy, box.minY + SMALLEST.height);
  return out;
}

/**
 * @param {CanvasRenderingContext2D} context in board units
 * @param {{box: Box, kind: string, title: string, titleWidth: number, tint: string, ink: string, font: string,
 *   selected: boolean, accent: string, zoom: number}} frame `titleWidth` at 16 px
 */
export function paintFrame(context, { box, kind, title, titleWidth, tint, ink, font, selected, accent, zoom }) {
  const [width, height] = [box.maxX - box.minX, box.maxY - box.minY];
  context.beginPath();
  context.roundRect(box.minX, box.minY, width, height, kind === "swimlane" ? 0 : [0, 8, 8, 8]);
  context.globalAlpha = kind === "region" ? 0.05 : 0.09;
  context.fillStyle = tint;
  context.fill();
  context.globalAlpha = selected ? 1 : 0.55;
  context.strokeStyle = selected ? accent : tint;
  context.lineWidth = (selected ? 2 : 1.25) / Math.min(1, zoom);
  context.setLineDash(kind === "bounded_context" ? [] : kind === "swimlane" ? [14, 6] : [3, 5]);
  context.stroke();
  context.setLineDash([]);
  paintTab(context, box, { kind, title, titleWidth, tint, ink, font, zoom });
  context.globalAlpha = 1;
}

/** @typedef {{kind: string, title: string, titleWidth: number, tint: string, ink: string, font: string, zoom: number}} Tab */

/** @param {CanvasRenderingContext2D} context @param {Box} box @param {Tab} tab */
function paintTab(context, box, { kind, title, titleWidth, tint, ink, font, zoom }) {
  const tab = tabBox(box, titleWidth, kind);
  if (TAB_TEXT * zoom < FAR_TEXT) return paintFarTitle(context, box, { kind, title, titleWidth, tint, ink, font, zoom });
  context.globalAlpha = 0.2;
  context.fillStyle = tint;
  context.beginPath();
  context.roundRect(tab.minX, tab.minY, tab.maxX - tab.minX, TAB_HEIGHT, kind === "swimlane" ? [0, 0, 8, 0] : [8, 8, 0, 0]);
  context.fill();
  context.globalAlpha = 1;
  context.save();
  context.beginPath();
  context.rect(tab.minX, tab.minY, tab.maxX - tab.minX - 8, TAB_HEIGHT);
  context.clip();
  context.fillStyle = ink;
  context.font = `600 ${TAB_TEXT}px ${font}`;
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillText(title, tab.minX + 14, tab.minY + TAB_HEIGHT / 2 + 1);
  context.restore();
}

/**
 * From afar a frame's name keeps a readable size on the screen, as long as the frame is wide enough for it.
 * @param {CanvasRenderingContext2D} context @param {Box} box @param {Tab} tab
 */
function paintFarTitle(context, box, { kind, title, titleWidth, ink, font, zoom }) {
  const room = (box.maxX - box.minX) * 0.94;
  const size = Math.min(FAR_TEXT / zoom, (room / Math.max(titleWidth, 1)) * TAB_TEXT);
  const inside = kind === "swimlane";
  if (size * zoom < 7 || (inside && (box.maxY - box.minY) * zoom < 34)) return;
  context.fillStyle = ink;
  context.globalAlpha = 0.85;
  context.font = `600 ${size}px ${font}`;
  context.textAlign = "left";
  context.textBaseline = inside ? "top" : "bottom";
  context.fillText(title, box.minX + 6 / zoom, box.minY + (inside ? 5 : -4) / zoom);
  context.globalAlpha = 1;
}
