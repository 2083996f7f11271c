import { around } from "./geometry.js";
import { PADDING, TITLE } from "./acceptance.js";

/**
 * Giving each context an area of its own: its notes in rows, in the order of the timeline, and the areas beside each
 * other. Actors, external systems and hotspots follow the note they belong to.
 *
 * @typedef {import("./geometry.js").Box} Box
 * @typedef {import("../api/shapes.js").BoardState} BoardState
 */

const GAP = 24;
const BETWEEN = 96;
/** How much wider than high an area, and the whole, should become. */
const AREA_RATIO = 1.5;
const WALL_RATIO = 1.8;
/** A note that nobody linked follows the nearest one if it is not further than this. */
const NEAR = 400;

/**
 * @param {BoardState} board
 * @param {{id: string, elements: string[]}[]} contexts
 * @param {Map<string, Box>} boxes where the notes lie now
 * @returns {Map<string, Box>} where every note lies afterwards; notes never overlap
 */
export function tidied(board, contexts, boxes) {
  const groups = withFollowers(board, contexts, boxes);
  const origin = around(boxes.values()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const blocks = groups
    .filter((group) => group.length > 0)
    .map((group) => ({ group, start: Math.min(...group.map((id) => place(boxes, id).x)), ...rows(group, boxes) }))
    .sort((a, b) => a.start - b.start || (String(a.group[0]) < String(b.group[0]) ? -1 : 1));
  const spots = shelves(blocks.map(({ width, height }) => ({ width: width + 2 * PADDING, height: height + 2 * PADDING + TITLE })));
  /** @type {Map<string, Box>} */
  const after = new Map(boxes);
  blocks.forEach((block, index) => {
    const spot = /** @type {{x: number, y: number}} */ (spots[index]);
    for (const [id, [x, y]] of block.places) {
      const box = place(boxes, id);
      const [left, top] = [origin.x + spot.x + PADDING + x, origin.y + spot.y + PADDING + TITLE + y];
      after.set(id, { x: Math.round(left), y: Math.round(top), width: box.width, height: box.height });
    }
  });
  return after;
}

/**
 * @param {Map<string, Box>} before
 * @param {Map<string, Box>} after
 * @returns {{op: string, moves: [string, number, number][]}[]} one operation, or none where nothing moves
 */
export function moveOperations(before, after) {
  /** @type {[string, number, number][]} */
  const moves = [];
  for (const [id, box] of after) {
    const was = before.get(id);
    if (was && (was.x !== box.x || was.y !== box.y)) moves.push([id, box.x, box.y]);
  }
  return moves.length ? [{ op: "move_elements", moves }] : [];
}

/** @param {Map<string, Box>} boxes @param {string} id */
function place(boxes, id) {
  return boxes.get(id) ?? { x: 0, y: 0, width: 120, height: 120 };
}

/**
 * Members in timeline order, each followed by what belongs to it; a last group holds what belongs nowhere.
 * @param {BoardState} board
 * @param {{elements: string[]}[]} contexts
 * @param {Map<string, Box>} boxes
 */
function withFollowers(board, contexts, boxes) {
  const clustered = new Set(contexts.flatMap((context) => context.elements));
  const linked = linkedHosts(board, clustered);
  /** @type {Map<string, string[]>} */
  const followers = new Map();
  /** @type {string[]} */
  const rest = [];
  for (const id of boxes.keys()) {
    if (clustered.has(id)) continue;
    const host = linked.get(id) ?? nearestHost(boxes, id, clustered);
    if (host) followers.set(host, [...(followers.get(host) ?? []), id]);
    else rest.push(id);
  }
  const groups = contexts.map((context) =>
    timeline(context.elements.filter((id) => boxes.has(id)), boxes).flatMap((id) => [id, ...timeline(followers.get(id) ?? [], boxes)]),
  );
  return [...groups, timeline(rest, boxes)];
}

/** Whom a note is linked to first, of those in a context. @param {BoardState} board @param {Set<string>} hosts */
function linkedHosts(board, hosts) {
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const { from, to } of board.links.values()) {
    if (hosts.has(to) && !found.has(from)) found.set(from, to);
    if (hosts.has(from) && !found.has(to)) found.set(to, from);
  }
  return found;
}

/** @param {Map<string, Box>} boxes @param {string} id @param {Set<string>} hosts */
function nearestHost(boxes, id, hosts) {
  const own = place(boxes, id);
  let best = null;
  let least = NEAR ** 2;
  for (const host of hosts) {
    const box = boxes.get(host);
    if (!box) continue;
    const apart = (box.x + box.width / 2 - own.x - own.width / 2) ** 2 + (box.y + box.height / 2 - own.y - own.height / 2) ** 2;
    if (apart < least) {
      least = apart;
      best = host;
    }
  }
  return best;
}

/** Left to right, then top to bottom. @param {string[]} ids @param {Map<string, Box>} boxes */
function timeline(ids, boxes) {
  return [...ids].sort((a, b) => {
    const [first, second] = [place(boxes, a), place(boxes, b)];
    return first.x - second.x || first.y - second.y || (a < b ? -1 : 1);
  });
}

/**
 * @param {string[]} ids
 * @param {Map<string, Box>} boxes
 */
function rows(ids, boxes) {
  const total = ids.reduce((sum, id) => sum + (place(boxes, id).width + GAP) * (place(boxes, id).height + GAP), 0);
  const wrap = Math.max(Math.sqrt(total * AREA_RATIO), 184);
  /** @type {Map<string, [number, number]>} */
  const places = new Map();
  let [x, y, rowHeight, width] = [0, 0, 0, 0];
  for (const id of ids) {
    const box = place(boxes, id);
    if (x > 0 && x + box.width > wrap) {
      [x, y, rowHeight] = [0, y + rowHeight + GAP, 0];
    }
    places.set(id, [x, y]);
    width = Math.max(width, x + box.width);
    x += box.width + GAP;
    rowHeight = Math.max(rowHeight, box.height);
  }
  return { places, width, height: y + rowHeight };
}

/**
 * Places blocks on shelves, left to right, in the order given.
 * @param {{width: number, height: number}[]} blocks
 */
function shelves(blocks) {
  const total = blocks.reduce((sum, block) => sum + (block.width + BETWEEN) * (block.height + BETWEEN), 0);
  const wrap = Math.max(Math.sqrt(total * WALL_RATIO), ...blocks.map((block) => block.width), 0);
  let [x, y, shelf] = [0, 0, 0];
  return blocks.map((block) => {
    if (x > 0 && x + block.width > wrap) {
      [x, y, shelf] = [0, y + shelf + BETWEEN, 0];
    }
    const spot = { x, y };
    x += block.width + BETWEEN;
    shelf = Math.max(shelf, block.height);
    return spot;
  });
}
