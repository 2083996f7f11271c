import { labelPlaces } from "./labels.js";
import { isWaypoint, layered, neighbours } from "./layers.js";

/**
 * Places for the context map: boxes that never overlap, curves from the upstream context down to the downstream one, and
 * labels that cover neither boxes nor each other. Layers are computed as columns from left to right, then everything is
 * transposed: names are wide and low, so layers above each other take less room.
 *
 * @typedef {import("./geometry.js").Point} Point
 * @typedef {{id: string, width: number, height: number}} Node
 * @typedef {{from: string, to: string, label: {width: number, height: number}}} Edge
 * @typedef {{boxes: Map<string, import("./geometry.js").Box>, curves: {path: string, label: Point, end: Point}[],
 *   width: number, height: number}} Diagram   sizes in px; a label's point is its centre
 * @typedef {{boxes: Map<string, import("./geometry.js").Box>, lines: {points: Point[], label: Point}[],
 *   width: number, height: number}} Columns   the same before it is transposed
 */

const NODE_GAP = 36;
const WAYPOINT = 26;
const CHANNEL = 84;
const MARGIN = 24;
const ALIGNMENTS = 10;

/**
 * @param {Node[]} nodes
 * @param {Edge[]} edges
 * @returns {Diagram}
 */
export function diagram(nodes, edges) {
  return transposed(columnsFrom(nodes.map(turned), edges.map((edge) => ({ ...edge, label: turned(edge.label) }))));
}

/** @template {{width: number, height: number}} Sized @param {Sized} item @returns {Sized} */
function turned(item) {
  return { ...item, width: item.height, height: item.width };
}

/** @param {Columns} found @returns {Diagram} */
function transposed({ boxes, lines, width, height }) {
  const swap = (/** @type {Point} */ [x, y]) => /** @type {Point} */ ([y, x]);
  return {
    boxes: new Map([...boxes].map(([id, box]) => [id, { x: box.y, y: box.x, width: box.height, height: box.width }])),
    curves: lines.map(({ points, label }) => {
      const places = points.map(swap);
      return { path: curve(places), label: swap(label), end: /** @type {Point} */ (places.at(-1)) };
    }),
    width: height,
    height: width,
  };
}

/**
 * @param {Node[]} nodes
 * @param {Edge[]} edges
 * @returns {Columns}
 */
function columnsFrom(nodes, edges) {
  const graph = layered(nodes.map((node) => node.id), edges);
  const size = new Map(nodes.map((node) => [node.id, node]));
  const height = (/** @type {string} */ id) => size.get(id)?.height ?? WAYPOINT;
  const middles = aligned(graph.columns, graph.paths, height);
  const columns = columnPlaces(graph, size);
  /** @type {Map<string, import("./geometry.js").Box>} */
  const boxes = new Map();
  graph.columns.forEach((ids, index) => {
    const { x, width } = /** @type {{x: number, width: number}} */ (columns[index]);
    for (const id of ids) {
      const own = size.get(id)?.width ?? width;
      boxes.set(id, { x: x + (width - own) / 2, y: number(middles, id) - height(id) / 2, width: own, height: height(id) });
    }
  });
  const lines = edgeLines(graph, edges, boxes);
  for (const id of [...boxes.keys()]) if (isWaypoint(id)) boxes.delete(id);
  return shifted(boxes, lines, edges);
}

/** @param {Map<string, number>} of @param {string} id */
function number(of, id) {
  return /** @type {number} */ (of.get(id));
}

/**
 * Middles of all ids: pulled to their neighbours' mean, kept apart within a column.
 * @param {string[][]} columns
 * @param {string[][]} paths
 * @param {(id: string) => number} height
 */
function aligned(columns, paths, height) {
  const { before, after } = neighbours(paths);
  /** @type {Map<string, number>} */
  const middle = new Map();
  for (const column of columns) spread(column, column.map(() => 0), height, middle);
  for (let round = 0; round < ALIGNMENTS; round += 1) {
    const rightwards = round % 2 === 0;
    for (const column of rightwards ? columns : [...columns].reverse()) {
      const wanted = column.map((id) => {
        const near = (rightwards ? before : after).get(id) ?? [];
        const all = near.length ? near : [...(before.get(id) ?? []), ...(after.get(id) ?? [])];
        return all.length ? all.reduce((sum, other) => sum + number(middle, other), 0) / all.length : number(middle, id);
      });
      spread(column, wanted, height, middle);
    }
  }
  return middle;
}

/**
 * The places nearest to the wanted ones that keep order and distance (pool adjacent violators).
 * @param {string[]} column
 * @param {number[]} wanted
 * @param {(id: string) => number} height
 * @param {Map<string, number>} middle written
 */
function spread(column, wanted, height, middle) {
  let offset = 0;
  const offsets = column.map((id, index) => {
    if (index > 0) offset += (height(/** @type {string} */ (column[index - 1])) + height(id)) / 2 + NODE_GAP / (isWaypoint(id) ? 2 : 1);
    return offset;
  });
  /** @type {{sum: number, count: number}[]} */
  const pools = [];
  column.forEach((_, index) => {
    pools.push({ sum: /** @type {number} */ (wanted[index]) - /** @type {number} */ (offsets[index]), count: 1 });
    while (pools.length > 1) {
      const [last, former] = [/** @type {{sum: number, count: number}} */ (pools.at(-1)), /** @type {{sum: number, count: number}} */ (pools.at(-2))];
      if (former.sum / former.count <= last.sum / last.count) break;
      pools.splice(-2, 2, { sum: former.sum + last.sum, count: former.count + last.count });
    }
  });
  let index = 0;
  for (const { sum, count } of pools) {
    for (let k = 0; k < count; k += 1, index += 1) {
      middle.set(/** @type {string} */ (column[index]), sum / count + /** @type {number} */ (offsets[index]));
    }
  }
}

/** @param {import("./layers.js").Layered} graph @param {Map<string, Node>} size */
function columnPlaces(graph, size) {
  let x = 0;
  return graph.columns.map((ids) => {
    const width = Math.max(...ids.map((id) => size.get(id)?.width ?? 0), 0);
    const place = { x, width };
    x += width + CHANNEL;
    return place;
  });
}

/**
 * @param {import("./layers.js").Layered} graph
 * @param {Edge[]} edges
 * @param {Map<string, import("./geometry.js").Box>} boxes
 */
function edgeLines(graph, edges, boxes) {
  const ports = portPlaces(graph.paths, boxes);
  const lines = graph.paths.map((path, index) =>
    path.flatMap((id, step) => stops(id, step, path.length, /** @type {import("./geometry.js").Box} */ (boxes.get(id)), ports, index)),
  );
  const labels = labelPlaces(lines, edges.map((edge) => edge.label));
  return lines.map((points, index) => ({
    points: graph.turned[index] ? points.reverse() : points,
    label: /** @type {Point} */ (labels[index]),
  }));
}

/**
 * A node is left at its right side and entered at its left; a waypoint is passed straight.
 * @param {string} id @param {number} step @param {number} length
 * @param {import("./geometry.js").Box} box @param {Map<string, number>} ports @param {number} index
 * @returns {Point[]}
 */
function stops(id, step, length, box, ports, index) {
  if (isWaypoint(id)) return [[box.x, box.y + box.height / 2], [box.x + box.width, box.y + box.height / 2]];
  if (step === 0) return [[box.x + box.width, number(ports, `${index} out`)]];
  return step === length - 1 ? [[box.x, number(ports, `${index} in`)]] : [];
}

/**
 * Spreads the edges over each side of a box, ordered by where they go, so that they neither meet nor cross there.
 * @param {string[][]} paths
 * @param {Map<string, import("./geometry.js").Box>} boxes
 */
function portPlaces(paths, boxes) {
  /** @type {Map<string, {port: string, towards: number, id: string}[]>} */
  const sides = new Map();
  const middle = (/** @type {string} */ id) => {
    const box = /** @type {import("./geometry.js").Box} */ (boxes.get(id));
    return box.y + box.height / 2;
  };
  paths.forEach((path, index) => {
    const [first, second] = [/** @type {string} */ (path[0]), /** @type {string} */ (path[1])];
    const [last, former] = [/** @type {string} */ (path.at(-1)), /** @type {string} */ (path.at(-2))];
    const out = { port: `${index} out`, towards: middle(second), id: first };
    const into = { port: `${index} in`, towards: middle(former), id: last };
    sides.set(`${first} out`, [...(sides.get(`${first} out`) ?? []), out]);
    sides.set(`${last} in`, [...(sides.get(`${last} in`) ?? []), into]);
  });
  /** @type {Map<string, number>} */
  const places = new Map();
  for (const side of sides.values()) {
    side.sort((a, b) => a.towards - b.towards);
    side.forEach(({ port, id }, index) => {
      const box = /** @type {import("./geometry.js").Box} */ (boxes.get(id));
      places.set(port, box.y + (box.height * (index + 1)) / (side.length + 1));
    });
  }
  return places;
}

/** Leaves and arrives vertically. @param {Point[]} points */
function curve(points) {
  const [first, ...rest] = points;
  let [x, y] = /** @type {Point} */ (first);
  let path = `M${round(x)} ${round(y)}`;
  for (const [nextX, nextY] of rest) {
    const bend = (nextY - y) / 2;
    path += x === nextX ? `V${round(nextY)}` : `C${round(x)} ${round(y + bend)} ${round(nextX)} ${round(nextY - bend)} ${round(nextX)} ${round(nextY)}`;
    [x, y] = [nextX, nextY];
  }
  return path;
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 10) / 10;
}

/**
 * Moves everything so that the upper left corner is at the margin.
 * @param {Map<string, import("./geometry.js").Box>} boxes
 * @param {{points: Point[], label: Point}[]} lines
 * @param {Edge[]} edges
 * @returns {Columns}
 */
function shifted(boxes, lines, edges) {
  const labels = lines.map(({ label }, index) => {
    const { width, height } = /** @type {Edge} */ (edges[index]).label;
    return { x: label[0] - width / 2, y: label[1] - height / 2, width, height };
  });
  const all = [...boxes.values(), ...labels];
  if (!all.length) return { boxes, lines, width: 0, height: 0 };
  const left = Math.min(...all.map((box) => box.x)) - MARGIN;
  const top = Math.min(...all.map((box) => box.y)) - MARGIN;
  const move = (/** @type {Point} */ [x, y]) => /** @type {Point} */ ([round(x - left), round(y - top)]);
  for (const [id, box] of boxes) boxes.set(id, { ...box, x: round(box.x - left), y: round(box.y - top) });
  return {
    boxes,
    lines: lines.map(({ points, label }) => ({ points: points.map(move), label: move(label) })),
    width: Math.ceil(Math.max(...all.map((box) => box.x + box.width)) - left + MARGIN),
    height: Math.ceil(Math.max(...all.map((box) => box.y + box.height)) - top + MARGIN),
  };
}
