import { KINDS } from "../model/kinds.js";

/**
 * Where the placed notes lie, by id.
 * @param {import("../api/shapes.js").BoardState} board
 * @returns {Map<string, import("./geometry.js").Box>}
 */
export function boxesOf(board) {
  /** @type {Map<string, import("./geometry.js").Box>} */
  const boxes = new Map();
  for (const { id, kind, x, y } of board.elements.values()) {
    if (x === undefined || y === undefined) continue;
    const { width, height } = sizeOf(kind);
    boxes.set(id, { x, y, width, height });
  }
  return boxes;
}

/** @param {string} kind */
function sizeOf(kind) {
  return /** @type {Record<string, {width: number, height: number}>} */ (KINDS)[kind] ?? { width: 120, height: 120 };
}

/** @param {string} kind @returns {string} the kind's name on the screen */
export function kindName(kind) {
  return /** @type {Record<string, {name: string}>} */ (KINDS)[kind]?.name ?? "Note";
}
