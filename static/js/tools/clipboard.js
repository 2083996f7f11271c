/** Copy, cut, paste and duplicate: notes with the links and frames among them; plain text becomes a note a line. */
import { shapeOf } from "../canvas/layout.js";
import { newId } from "../lib/identifier.js";
import * as operations from "../model/operations.js";
import { GAP, onGrid } from "./edits.js";
import { LONGEST } from "./editor.js";

/** @typedef {import("./workspace.js").Workspace} Workspace */
/** @typedef {import("../canvas/camera.js").Point} Point */
/** @typedef {import("../model/board.js").Element} Element */
/** @typedef {import("../model/board.js").Link} Link */
/** @typedef {import("../model/board.js").Frame} Frame */
/** @typedef {{elements: Element[], links: Link[], frames: Frame[]}} Piece */

const TYPE = "application/x-eventstorm+json";
const MOST_LINES = 200;
const A_ROW = 8;

/** What is selected, with the members of selected frames and the links among them. @param {Workspace} desk @returns {Piece} */
export function pieceOf({ selectedElements, selectedFrames, edits, board }) {
  const elements = new Map([...selectedElements, ...edits.membersOf(selectedFrames)].map((element) => [element.id, element]));
  const links = [...board.links.values()].filter(({ from, to }) => elements.has(from) && elements.has(to));
  return { elements: [...elements.values()], links, frames: selectedFrames };
}

/**
 * The same piece with ids of its own, moved.
 * @param {Piece} piece @param {number} dx @param {number} dy @param {() => string} makeId @returns {Piece}
 */
export function copyOf({ elements, links, frames }, dx, dy, makeId) {
  const ids = new Map([...elements, ...frames].map(({ id }) => [id, makeId()]));
  const known = (/** @type {string} */ id) => ids.get(id) ?? id;
  const moved = (/** @type {{x?: number | null, y?: number | null}} */ { x, y }) => ({ x: (x ?? 0) + dx, y: (y ?? 0) + dy });
  return {
    elements: elements.map((element) => ({ ...element, ...moved(element), id: known(element.id) })),
    links: links.map((link) => ({ ...link, id: makeId(), from: known(link.from), to: known(link.to), ...regrouped(link, ids, makeId) })),
    frames: frames.map((frame) => ({
      ...frame,
      ...moved(frame),
      id: known(frame.id),
      elements: (frame.elements ?? []).filter((id) => ids.has(id)).map(known).sort(),
    })),
  };
}

/** Alternatives stay alternatives among themselves. @param {Link} link @param {Map<string, string>} ids @param {() => string} makeId */
function regrouped({ group }, ids, makeId) {
  if (!group) return {};
  const key = `group ${group.id}`;
  if (!ids.has(key)) ids.set(key, makeId());
  return { group: { ...group, id: /** @type {string} */ (ids.get(key)) } };
}

/** @param {Workspace} desk @param {Piece} piece @param {string} label */
function add(desk, { elements, links, frames }, label) {
  const ops = [];
  if (elements.length) ops.push(operations.addElements(elements));
  if (links.length) ops.push(operations.addLinks(links));
  if (frames.length) ops.push(operations.addFrames(frames));
  desk.edits.do(ops, label);
  desk.selection.set([...elements, ...frames].map(({ id }) => id));
}

/** @param {Workspace} desk */
export function duplicate(desk) {
  const piece = pieceOf(desk);
  const box = desk.scene.boundsOf([...piece.elements, ...piece.frames].map(({ id }) => id));
  if (!box) return;
  const one = piece.elements.length === 1 && !piece.frames.length;
  const [dx, dy] = one ? [onGrid(box.maxX - box.minX) + GAP, 0] : [0, onGrid(box.maxY - box.minY) + 2 * GAP];
  add(desk, copyOf(piece, dx, dy, newId), "Duplicate");
}

/** @param {Workspace} desk @param {ClipboardEvent} event @returns {boolean} whether something was copied */
export function copy(desk, event) {
  const piece = pieceOf(desk);
  if (!piece.elements.length && !piece.frames.length) return false;
  event.clipboardData?.setData(TYPE, JSON.stringify(piece));
  event.clipboardData?.setData("text/plain", piece.elements.map(({ label }) => label).join("\n"));
  event.preventDefault();
  return true;
}

/** @param {Workspace} desk @param {ClipboardEvent} event */
export function paste(desk, event) {
  const data = event.clipboardData;
  if (!data) return;
  event.preventDefault();
  const piece = readPiece(data.getData(TYPE)) ?? pieceOfText(data.getData("text/plain"), desk.kind);
  if (!piece.elements.length && !piece.frames.length) return;
  const [left, top, right, bottom] = boundsOf(piece);
  const at = desk.pointer ?? desk.wall.camera.centre;
  const [dx, dy] = [onGrid(at.x - (left + right) / 2), onGrid(at.y - (top + bottom) / 2)];
  add(desk, copyOf(piece, dx, dy, newId), "Paste");
}

/** @param {string} text @returns {Piece | null} */
function readPiece(text) {
  try {
    const { elements, links, frames } = JSON.parse(text);
    return Array.isArray(elements) && Array.isArray(links) && Array.isArray(frames) ? { elements, links, frames } : null;
  } catch {
    return null;
  }
}

/** A note a line, in rows as on a wall. @param {string} text @param {string} kind @returns {Piece} */
export function pieceOfText(text, kind) {
  const lines = text.split(/\r?\n/).map((line) => line.trim()).filter(Boolean).slice(0, MOST_LINES);
  const { width, height } = shapeOf(kind);
  const elements = lines.map((line, index) => ({
    id: `line ${index}`,
    kind,
    label: line.slice(0, LONGEST),
    x: (index % A_ROW) * (width + GAP),
    y: Math.floor(index / A_ROW) * (height + GAP),
  }));
  return { elements: /** @type {Element[]} */ (elements), links: [], frames: [] };
}

/** @param {Piece} piece @returns {[number, number, number, number]} */
function boundsOf({ elements, frames }) {
  const boxes = [
    ...elements.map(({ kind, x, y }) => ({ x: x ?? 0, y: y ?? 0, ...shapeOf(kind) })),
    ...frames.map(({ x = 0, y = 0, width = 400, height = 300 }) => ({ x, y, width, height })),
  ];
  return [
    Math.min(...boxes.map(({ x }) => x)),
    Math.min(...boxes.map(({ y }) => y)),
    Math.max(...boxes.map(({ x, width }) => x + width)),
    Math.max(...boxes.map(({ y, height }) => y + height)),
  ];
}
