import { element as canonicalElement, field } from "../canonical.js";
import { key, same } from "../keys.js";
import { Refused } from "../refused.js";

/** @typedef {import("../operation_kind.js").OperationKind} OperationKind */

/** What an element that lacks a property has. @type {Record<string, unknown>} */
const DEFAULTS = { description: "", pivotal: false, fields: [], state: "" };

/** @param {import("../board.js").Board} board @param {string} id @returns {Record<string, any>} the element, or `Refused` */
export function elementOf(board, id) {
  const found = board.elements.get(id);
  if (found) return found;
  throw new Refused("The note has been removed meanwhile. Add it again to keep your text.", key("element", id));
}

/** The server merges `was` (rule S4); here the person sees what they typed. @type {OperationKind} */
export const setLabel = {
  settle(board, { id, label }) {
    return elementOf(board, id).label === label ? null : { op: "set_label", id, label };
  },
  apply(board, { id, label }) {
    board.putElement(/** @type {any} */ ({ ...board.elements.get(id), label }));
  },
  inverse: (board, { id }) => [{ op: "set_label", id, label: elementOf(board, id).label }],
  touches: ({ id }) => [key("element", id, "label")],
};

/** @type {OperationKind} */
export const setElement = {
  settle(board, { id, property, value: raw }) {
    const value = property === "fields" ? raw.map(field) : property === "state" && raw === "open" ? "" : raw;
    const held = elementOf(board, id)[property] ?? DEFAULTS[property];
    return same(held, value) ? null : { op: "set_element", id, property, value };
  },
  apply(board, { id, property, value }) {
    board.putElement(canonicalElement({ ...board.elements.get(id), [property]: value }));
  },
  inverse: (board, { id, property }) => [
    { op: "set_element", id, property, value: elementOf(board, id)[property] ?? DEFAULTS[property] },
  ],
  touches: ({ id, property }) => [key("element", id, property)],
};
