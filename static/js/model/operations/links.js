import { group as canonicalGroup, link as canonicalLink } from "../canonical.js";
import { key, same } from "../keys.js";
import { Refused } from "../refused.js";

/** @typedef {import("../operation_kind.js").OperationKind} OperationKind */
/** @typedef {import("../board.js").Link} Link */

/** @type {OperationKind} */
export const addLinks = {
  settle(board, { links }) {
    const seen = new Set();
    for (const { id, from, to } of links) {
      if (board.links.has(id) || seen.has(id)) {
        throw new Refused(`The id ${id} is taken. Give each link an id of its own.`, key("link", id));
      }
      if (!board.elements.has(from) || !board.elements.has(to)) {
        throw new Refused("One of the two notes has been removed. Link notes that are on the board.", key("link", id));
      }
      seen.add(id);
    }
    return links.length ? { op: "add_links", links: links.map(canonicalLink) } : null;
  },
  apply(board, { links }) {
    for (const link of links) board.putLink(link);
  },
  inverse: (_, { links }) => [{ op: "remove_links", ids: links.map((/** @type {Link} */ { id }) => id) }],
  touches: ({ links }) => links.map((/** @type {Link} */ { id }) => key("link", id)),
};

/** @type {OperationKind} */
export const removeLinks = {
  settle(board, operation) {
    const ids = [...new Set(/** @type {string[]} */ (operation.ids))].filter((id) => board.links.has(id));
    return ids.length ? { op: "remove_links", ids } : null;
  },
  apply(board, { ids }) {
    for (const id of ids) board.removeLink(id);
  },
  inverse: (board, { ids }) => [{ op: "add_links", links: ids.map((/** @type {string} */ id) => board.links.get(id)) }],
  touches: ({ ids }) => ids.map((/** @type {string} */ id) => key("link", id)),
};

/** @param {Link} link @param {string} property */
function held(link, property) {
  return property === "role" ? (link.role ?? "flow") : (link.group ?? null);
}

/** @type {OperationKind} */
export const setLink = {
  settle(board, { id, property, value: raw }) {
    const link = board.links.get(id);
    if (!link) throw new Refused("The link has been removed meanwhile. Draw it again.", key("link", id));
    const value = property === "group" && raw ? canonicalGroup(raw) : raw;
    return same(held(link, property), value) ? null : { op: "set_link", id, property, value };
  },
  apply(board, { id, property, value }) {
    board.putLink(canonicalLink({ ...board.links.get(id), [property]: value }));
  },
  inverse: (board, { id, property }) => [
    { op: "set_link", id, property, value: held(/** @type {Link} */ (board.links.get(id)), property) },
  ],
  touches: ({ id, property }) => [key("link", id, property)],
};
