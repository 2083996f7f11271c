import { around } from "./geometry.js";

/**
 * Making a candidate context one that people stand for: a bounded context frame around its notes. Pure: gives the
 * operations of one undoable step.
 *
 * @typedef {import("./geometry.js").Box} Box
 * @typedef {import("../api/shapes.js").BoardState} BoardState
 * @typedef {import("../api/shapes.js").BoardFrame} BoardFrame
 * @typedef {{id: string, name: string, elements: string[]}} Accepted
 * @typedef {{op: string, [key: string]: unknown}} Operation
 */

/** Room between the outermost notes and the frame; above them stands its title. */
export const PADDING = 40;
export const TITLE = 32;

/**
 * @param {BoardState} board
 * @param {Accepted[]} contexts
 * @param {Map<string, Box>} boxes where the notes lie, or will lie after tidying
 * @param {() => string} newId
 * @returns {Operation[]}
 */
export function acceptOperations(board, contexts, boxes, newId) {
  const reused = framesToReuse(board, contexts);
  /** @type {Operation[]} */
  const leaving = [];
  /** @type {Operation[]} */
  const rest = [];
  /** @type {BoardFrame[]} */
  const added = [];
  for (const context of contexts) {
    const present = context.elements.filter((id) => board.elements.has(id)).sort();
    const box = frameBox(present.map((id) => boxes.get(id)).filter((found) => found !== undefined));
    if (!box) continue;
    const frame = reused.get(context.id);
    leaving.push(...leavesOf(board, present, frame?.id));
    if (!frame) {
      added.push({ id: newId(), kind: "bounded_context", label: context.name, ...box, elements: present });
      continue;
    }
    const members = new Set(frame.elements ?? []);
    const keep = new Set(present);
    const gone = [...members].filter((id) => !keep.has(id));
    const joins = present.filter((id) => !members.has(id));
    if (gone.length) leaving.push({ op: "leave_frame", id: frame.id, elements: gone.sort() });
    if (joins.length) rest.push({ op: "join_frame", id: frame.id, elements: joins });
    rest.push(...settingsOf(frame, { label: context.name, ...box }));
  }
  const frames = added.length ? [{ op: "add_frames", frames: added }] : [];
  return [...leaving, ...frames, ...rest];
}

/** @param {Box[]} boxes @returns {Box | null} */
export function frameBox(boxes) {
  const box = around(boxes);
  if (!box) return null;
  return {
    x: Math.floor(box.x - PADDING),
    y: Math.floor(box.y - PADDING - TITLE),
    width: Math.ceil(box.width + 2 * PADDING),
    height: Math.ceil(box.height + 2 * PADDING + TITLE),
  };
}

/**
 * True when accepting would change nothing: there is a frame of that name around exactly these notes.
 * @param {BoardState} board
 * @param {Accepted} context
 */
export function isAccepted(board, context) {
  const wanted = context.elements.filter((id) => board.elements.has(id)).sort().join("\n");
  for (const frame of board.frames.values()) {
    if (frame.kind !== "bounded_context" || frame.label !== context.name) continue;
    const own = (frame.elements ?? []).filter((id) => isClustered(board, id)).sort().join("\n");
    if (own === wanted) return true;
  }
  return false;
}

const COMMENTING = new Set(["actor", "external_system", "hotspot", "opportunity", "note"]);

/** @param {BoardState} board @param {string} id */
function isClustered(board, id) {
  const element = board.elements.get(id);
  return element !== undefined && !COMMENTING.has(element.kind);
}

/**
 * The frame that a context takes over: the one most of whose members are in it. Each frame goes to one context.
 * @param {BoardState} board
 * @param {Accepted[]} contexts
 * @returns {Map<string, BoardFrame>} context id → frame
 */
function framesToReuse(board, contexts) {
  /** @type {{context: string, frame: BoardFrame, shared: number}[]} */
  const pairs = [];
  for (const frame of board.frames.values()) {
    if (frame.kind !== "bounded_context") continue;
    const members = (frame.elements ?? []).filter((id) => isClustered(board, id));
    for (const context of contexts) {
      const own = new Set(context.elements);
      const shared = members.filter((id) => own.has(id)).length;
      if (shared * 2 > members.length) pairs.push({ context: context.id, frame, shared });
    }
  }
  pairs.sort((a, b) => b.shared - a.shared || (a.context < b.context ? -1 : 1));
  /** @type {Map<string, BoardFrame>} */
  const reused = new Map();
  const taken = new Set();
  for (const { context, frame } of pairs) {
    if (reused.has(context) || taken.has(frame.id)) continue;
    reused.set(context, frame);
    taken.add(frame.id);
  }
  return reused;
}

/**
 * A note is in one bounded context: it leaves the others.
 * @param {BoardState} board
 * @param {string[]} elements
 * @param {string | undefined} except
 * @returns {Operation[]}
 */
function leavesOf(board, elements, except) {
  const own = new Set(elements);
  /** @type {Operation[]} */
  const found = [];
  for (const frame of board.frames.values()) {
    if (frame.kind !== "bounded_context" || frame.id === except) continue;
    const shared = (frame.elements ?? []).filter((id) => own.has(id));
    if (shared.length) found.push({ op: "leave_frame", id: frame.id, elements: shared.sort() });
  }
  return found;
}

/**
 * @param {BoardFrame} frame
 * @param {Record<string, string | number>} wanted
 * @returns {Operation[]}
 */
function settingsOf(frame, wanted) {
  const now = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (frame));
  return Object.entries(wanted)
    .filter(([property, value]) => now[property] !== value)
    .map(([property, value]) => ({ op: "set_frame", id: frame.id, property, value }));
}
