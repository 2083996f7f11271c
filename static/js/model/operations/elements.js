import { element as canonicalElement } from "../canonical.js";
import { byCodePoint, key } from "../keys.js";
import { Refused } from "../refused.js";

/** @typedef {import("../operation_kind.js").OperationKind} OperationKind */
/** @typedef {import("../operation_kind.js").Operation} Operation */
/** @typedef {import("../board.js").Element} Element */

/** @type {OperationKind} */
export const addElements = {
  settle(board, { elements }) {
    const seen = new Set();
    for (const { id } of elements) {
      if (board.elements.has(id) || board.frames.has(id) || seen.has(id)) {
        throw new Refused(`The id ${id} is taken. Give each note an id of its own.`, key("element", id));
      }
      seen.add(id);
    }
    return elements.length ? { op: "add_elements", elements: elements.map(canonicalElement) } : null;
  },
  apply(board, { elements }) {
    for (const element of elements) board.putElement(element);
  },
  inverse: (_, { elements }) => [{ op: "remove_elements", ids: elements.map((/** @type {Element} */ { id }) => id) }],
  touches: ({ elements }) => elements.map((/** @type {Element} */ { id }) => key("element", id)),
};

/**
 * Settling names the links, frame memberships [frame, element] and examples that go along.
 * @type {OperationKind}
 */
export const removeElements = {
  settle(board, operation) {
    const ids = [...new Set(/** @type {string[]} */ (operation.ids))].filter((id) => board.elements.has(id));
    if (!ids.length) return null;
    const gone = new Set(ids);
    /** @type {Operation} */
    const settled = { op: "remove_elements", ids };
    const links = [...board.links.values()].filter((link) => gone.has(link.from) || gone.has(link.to));
    if (links.length) settled.links = links.map(({ id }) => id);
    const memberships = [];
    for (const frame of board.frames.values()) {
      for (const member of frame.elements) if (gone.has(member)) memberships.push([frame.id, member]);
    }
    if (memberships.length) settled.memberships = memberships;
    const examples = [...board.examples.values()].filter(({ command, given = [], then = [] }) =>
      [command, ...given, ...then].some((id) => gone.has(id)),
    );
    if (examples.length) settled.examples = examples.map(({ id }) => id);
    return settled;
  },
  apply(board, { ids, links = [], memberships = [], examples = [] }) {
    for (const [id, members] of byFrame(memberships)) {
      const frame = /** @type {import("../board.js").Frame} */ (board.frames.get(id));
      board.putFrame({ ...frame, elements: frame.elements.filter((member) => !members.has(member)) });
    }
    for (const id of links) board.removeLink(id);
    for (const id of examples) board.setExample(id, null);
    for (const id of ids) board.removeElement(id);
  },
  inverse(board, { ids, links = [], memberships = [], examples = [] }) {
    /** @type {Operation[]} */
    const out = [{ op: "add_elements", elements: ids.map((/** @type {string} */ id) => board.elements.get(id)) }];
    if (links.length) out.push({ op: "add_links", links: links.map((/** @type {string} */ id) => board.links.get(id)) });
    for (const [id, members] of byFrame(memberships)) {
      out.push({ op: "join_frame", id, elements: [...members].sort(byCodePoint) });
    }
    for (const id of examples) out.push({ op: "set_example", id, example: board.examples.get(id) });
    return out;
  },
  touches: ({ ids, links = [], memberships = [], examples = [] }) => [
    ...ids.map((/** @type {string} */ id) => key("element", id)),
    ...links.map((/** @type {string} */ id) => key("link", id)),
    ...memberships.map((/** @type {[string, string]} */ [frame, member]) => key("frame", frame, "member", member)),
    ...examples.map((/** @type {string} */ id) => key("example", id)),
  ],
};

/** @param {[string, string][]} memberships @returns {Map<string, Set<string>>} */
function byFrame(memberships) {
  const out = new Map();
  for (const [frame, member] of memberships) {
    if (!out.has(frame)) out.set(frame, new Set());
    out.get(frame).add(member);
  }
  return out;
}

/** @typedef {[string, number | null, number | null]} Move */

/** @type {OperationKind} */
export const moveElements = {
  settle(board, operation) {
    const last = new Map(operation.moves.map((/** @type {Move} */ move) => [move[0], move]));
    const moves = [...last.values()].filter(([id, x, y]) => {
      const held = board.elements.get(id);
      return held && ((held.x ?? null) !== x || (held.y ?? null) !== y);
    });
    return moves.length ? { op: "move_elements", moves } : null;
  },
  apply(board, { moves }) {
    for (const [id, x, y] of moves) board.putElement(canonicalElement({ ...board.elements.get(id), x, y }));
  },
  inverse: (board, { moves }) => [
    {
      op: "move_elements",
      moves: moves.map((/** @type {Move} */ [id]) => {
        const held = /** @type {Element} */ (board.elements.get(id));
        return [id, held.x ?? null, held.y ?? null];
      }),
    },
  ],
  touches: ({ moves }) => moves.map((/** @type {Move} */ [id]) => key("element", id, "position")),
};
