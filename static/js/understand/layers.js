/**
 * Layers for a directed graph: who stands left of whom, and in which order in a column. After Sugiyama, Tagawa and
 * Toda 1981: turn few edges around until there is no circle (Eades, Lin and Smyth 1993), longest path for layers, waypoints
 * where an edge passes a layer, barycentre sweeps against crossings. Deterministic: ties go by the given order.
 *
 * @typedef {{from: string, to: string}} Edge
 * @typedef {{columns: string[][], paths: string[][], turned: boolean[]}} Layered
 *   columns: node and waypoint ids from left to right, top to bottom; paths: for each edge the ids from its left to its
 *   right end; turned: whether that is against the edge's direction
 */

const SWEEPS = 12;

/** @param {string} id */
export function isWaypoint(id) {
  return id.startsWith("\u0000");
}

/**
 * @param {string[]} nodes
 * @param {Edge[]} edges between different nodes, at most one each way
 * @returns {Layered}
 */
export function layered(nodes, edges) {
  const position = new Map(sequence(nodes, edges).map((id, index) => [id, index]));
  const turned = edges.map(({ from, to }) => rank(position, from) > rank(position, to));
  const forward = edges.map(({ from, to }, index) => (turned[index] ? { from: to, to: from } : { from, to }));
  const layer = longestPaths([...position.keys()], forward);
  const { columns, paths } = withWaypoints(nodes, forward, layer);
  return { columns: untangled(columns, paths), paths, turned };
}

/** @param {Map<string, number>} of @param {string} id */
function rank(of, id) {
  return /** @type {number} */ (of.get(id));
}

/**
 * An order of the nodes that few edges run against.
 * @param {string[]} nodes
 * @param {Edge[]} edges
 */
function sequence(nodes, edges) {
  const left = new Set(nodes);
  /** @type {string[]} */
  const first = [];
  /** @type {string[]} */
  const last = [];
  const degree = (/** @type {string} */ id, /** @type {"from" | "to"} */ side) =>
    edges.filter((edge) => edge[side] === id && left.has(edge.from) && left.has(edge.to)).length;
  while (left.size) {
    const sink = [...left].reverse().find((id) => degree(id, "from") === 0);
    if (sink !== undefined) {
      last.unshift(sink);
      left.delete(sink);
      continue;
    }
    const source = [...left].find((id) => degree(id, "to") === 0) ?? mostOutgoing([...left], degree);
    first.push(source);
    left.delete(source);
  }
  return [...first, ...last];
}

/** @param {string[]} ids @param {(id: string, side: "from" | "to") => number} degree */
function mostOutgoing(ids, degree) {
  const surplus = (/** @type {string} */ id) => degree(id, "from") - degree(id, "to");
  return ids.reduce((best, id) => (surplus(id) > surplus(best) ? id : best));
}

/**
 * @param {string[]} order topological
 * @param {Edge[]} edges
 */
function longestPaths(order, edges) {
  /** @type {Map<string, number>} */
  const layer = new Map(order.map((id) => [id, 0]));
  for (const id of order) {
    for (const { from, to } of edges) {
      if (from === id) layer.set(to, Math.max(rank(layer, to), rank(layer, id) + 1));
    }
  }
  return layer;
}

/**
 * @param {string[]} nodes
 * @param {Edge[]} edges
 * @param {Map<string, number>} layer
 */
function withWaypoints(nodes, edges, layer) {
  /** @type {string[][]} */
  const columns = Array.from({ length: Math.max(...layer.values(), -1) + 1 }, () => []);
  for (const id of nodes) columns[rank(layer, id)]?.push(id);
  const paths = edges.map(({ from, to }, index) => {
    const path = [from];
    for (let between = rank(layer, from) + 1; between < rank(layer, to); between += 1) {
      const waypoint = `\u0000${index}.${between}`;
      columns[between]?.push(waypoint);
      path.push(waypoint);
    }
    return [...path, to];
  });
  return { columns, paths };
}

/**
 * @param {string[][]} columns
 * @param {string[][]} paths
 */
function untangled(columns, paths) {
  const { before, after } = neighbours(paths);
  let now = columns.map((column) => [...column]);
  let best = now;
  let least = crossings(now, after);
  for (let sweep = 0; sweep < SWEEPS && least > 0; sweep += 1) {
    const rightwards = sweep % 2 === 0;
    now = swept(now, rightwards ? before : after, rightwards);
    const found = crossings(now, after);
    if (found < least) {
      least = found;
      best = now;
    }
  }
  return best;
}

/** @param {string[][]} paths */
export function neighbours(paths) {
  /** @type {Map<string, string[]>} */
  const before = new Map();
  /** @type {Map<string, string[]>} */
  const after = new Map();
  for (const path of paths) {
    for (let i = 1; i < path.length; i += 1) {
      const [left, right] = [/** @type {string} */ (path[i - 1]), /** @type {string} */ (path[i])];
      after.set(left, [...(after.get(left) ?? []), right]);
      before.set(right, [...(before.get(right) ?? []), left]);
    }
  }
  return { before, after };
}

/** @param {string[][]} columns @param {Map<string, string[]>} towards @param {boolean} rightwards */
function swept(columns, towards, rightwards) {
  const next = columns.map((column) => [...column]);
  const order = next.map((_, index) => index);
  if (!rightwards) order.reverse();
  for (const index of order.slice(1)) {
    const fixed = new Map((next[rightwards ? index - 1 : index + 1] ?? []).map((id, at) => [id, at]));
    const column = next[index] ?? [];
    const weight = new Map(column.map((id, at) => [id, barycentre(towards.get(id) ?? [], fixed, at)]));
    next[index] = column
      .map((id, at) => ({ id, at }))
      .sort((a, b) => rank(weight, a.id) - rank(weight, b.id) || a.at - b.at)
      .map(({ id }) => id);
  }
  return next;
}

/** @param {string[]} ids @param {Map<string, number>} places @param {number} otherwise */
function barycentre(ids, places, otherwise) {
  const known = ids.map((id) => places.get(id)).filter((place) => place !== undefined);
  return known.length ? known.reduce((sum, place) => sum + place, 0) / known.length : otherwise;
}

/** @param {string[][]} columns @param {Map<string, string[]>} after */
export function crossings(columns, after) {
  let count = 0;
  for (let index = 0; index + 1 < columns.length; index += 1) {
    const places = new Map((columns[index + 1] ?? []).map((id, at) => [id, at]));
    const ends = (columns[index] ?? []).flatMap((id) =>
      (after.get(id) ?? []).map((right) => rank(places, right)).sort((a, b) => a - b),
    );
    for (let i = 0; i < ends.length; i += 1) {
      for (let j = i + 1; j < ends.length; j += 1) {
        if (/** @type {number} */ (ends[i]) > /** @type {number} */ (ends[j])) count += 1;
      }
    }
  }
  return count;
}
