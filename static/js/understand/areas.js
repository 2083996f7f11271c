import { around, centre, grown, overlap, roundedBox, shortestNet } from "./geometry.js";

/**
 * Contexts as areas over the wall: around each note a soft box, and bridges between neighbours of the same context.
 *
 * @typedef {import("./geometry.js").Box} Box
 * @typedef {import("./geometry.js").Point} Point
 * @typedef {{id: string, ground: string, bridges: string, label: Point, box: Box}} Area
 */

/** How far an area reaches beyond its notes. */
const PADDING = 40;
/** Notes of one context that lie further apart than this are not joined. */
const REACH = 460;
/** Width of a letter and height of a line of an area's name, per unit of font size. */
const LETTER = 0.62;
const LINE = 1.3;

/**
 * @param {{id: string, elements: string[]}[]} contexts
 * @param {Map<string, Box>} boxes where every placed note lies
 * @returns {Area[]} in the order of `contexts`, without those of which no note is placed
 */
export function areas(contexts, boxes) {
  /** @type {Area[]} */
  const found = [];
  for (const context of contexts) {
    const members = context.elements.map((id) => boxes.get(id)).filter((box) => box !== undefined);
    const box = around(members);
    if (!box) continue;
    const points = members.map(centre);
    const net = shortestNet(points, REACH);
    found.push({
      id: context.id,
      ground: members.map((member) => roundedBox(grown(member, PADDING), PADDING)).join(""),
      bridges: net.map(([a, b]) => bridge(points, a, b)).join(""),
      label: labelPlace(members, net),
      box: grown(box, PADDING),
    });
  }
  return found;
}

/** @param {Point[]} points @param {number} a @param {number} b */
function bridge(points, a, b) {
  const [from, to] = [/** @type {Point} */ (points[a]), /** @type {Point} */ (points[b])];
  return `M${Math.round(from[0])} ${Math.round(from[1])}L${Math.round(to[0])} ${Math.round(to[1])}`;
}

/**
 * The name stands above the largest connected part.
 * @param {Box[]} members
 * @param {[number, number][]} net
 * @returns {Point} left end of the name's foot
 */
function labelPlace(members, net) {
  const part = members.map((_, index) => index);
  const root = (/** @type {number} */ index) => {
    let at = index;
    while (part[at] !== at) at = /** @type {number} */ (part[at]);
    return at;
  };
  for (const [a, b] of net) part[root(b)] = root(a);
  /** @type {Map<number, Box[]>} */
  const parts = new Map();
  members.forEach((member, index) => {
    const own = parts.get(root(index)) ?? [];
    own.push(member);
    parts.set(root(index), own);
  });
  const largest = [...parts.values()].reduce((best, candidate) => (candidate.length > best.length ? candidate : best));
  const topmost = largest.reduce((best, box) => (box.y < best.y || (box.y === best.y && box.x < best.x) ? box : best));
  return [topmost.x - PADDING + 10, topmost.y - PADDING - 6];
}

/**
 * Where the names stand, moved up until none covers another. Deterministic: earlier areas stay.
 * @param {Area[]} found
 * @param {Map<string, string>} names
 * @param {number} fontSize in board units
 * @returns {Map<string, Point>} context id → left end of the name's foot
 */
export function namePlaces(found, names, fontSize) {
  /** @type {Box[]} */
  const taken = [];
  /** @type {Map<string, Point>} */
  const places = new Map();
  for (const area of found) {
    const width = (names.get(area.id) ?? "").length * fontSize * LETTER;
    const box = { x: area.label[0], y: area.label[1] - fontSize, width, height: fontSize * LINE };
    while (taken.some((other) => overlap(other, box))) box.y -= fontSize * LINE;
    taken.push(box);
    places.set(area.id, [box.x, box.y + fontSize]);
  }
  return places;
}
