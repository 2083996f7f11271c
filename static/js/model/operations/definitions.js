import { example as canonicalExample, type as canonicalType } from "../canonical.js";
import { key, same } from "../keys.js";
import { Refused } from "../refused.js";

/** @typedef {import("../operation_kind.js").OperationKind} OperationKind */

/** @type {OperationKind} */
export const setType = {
  settle(board, { name, type: raw }) {
    const type = raw ? canonicalType(raw) : null;
    const held = board.types.get(name);
    return same(held ? canonicalType(held) : null, type) ? null : { op: "set_type", name, type };
  },
  apply(board, { name, type }) {
    board.setType(name, type);
  },
  inverse: (board, { name }) => [{ op: "set_type", name, type: board.types.get(name) ?? null }],
  touches: ({ name }) => [key("type", name)],
};

/** @type {OperationKind} */
export const setExample = {
  settle(board, { id, example: raw }) {
    const example = raw ? canonicalExample({ ...raw, id }) : null;
    const named = example ? [example.command, ...(example.given ?? []), ...(example.then ?? [])] : [];
    if (named.some((element) => !board.elements.has(element))) {
      throw new Refused(
        "The example names a note that has been removed. Name notes that are on the board.",
        key("example", id),
      );
    }
    const held = board.examples.get(id);
    return same(held ? canonicalExample(held) : null, example) ? null : { op: "set_example", id, example };
  },
  apply(board, { id, example }) {
    board.setExample(id, example);
  },
  inverse: (board, { id }) => [{ op: "set_example", id, example: board.examples.get(id) ?? null }],
  touches: ({ id }) => [key("example", id)],
};

/** @type {OperationKind} */
export const setBoard = {
  settle(board, { property, value }) {
    return boardProperty(board, property) === value ? null : { op: "set_board", property, value };
  },
  apply(board, { property, value }) {
    board.setProperty(property, value);
  },
  inverse: (board, { property }) => [{ op: "set_board", property, value: boardProperty(board, property) }],
  touches: ({ property }) => [key("board", property)],
};

/** @param {import("../board.js").Board} board @param {string} property */
function boardProperty(board, property) {
  return property === "name" ? board.name : board.level;
}
