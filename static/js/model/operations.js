/** The operations of a board as wire objects (docs/protocol.md): constructors, and what each does to a `Board`. */
import * as decisions from "./operations/decisions.js";
import * as definitions from "./operations/definitions.js";
import * as elementProperties from "./operations/element_properties.js";
import * as elements from "./operations/elements.js";
import * as frames from "./operations/frames.js";
import * as links from "./operations/links.js";
import { Refused } from "./refused.js";

/** @typedef {import("./board.js").Board} Board */
/** @typedef {import("./board.js").Element} Element */
/** @typedef {import("./board.js").Link} Link */
/** @typedef {import("./board.js").Frame} Frame */
/** @typedef {import("./operation_kind.js").Operation} Operation */
/** @typedef {import("./operation_kind.js").OperationKind} OperationKind */

/** wire name → kind. @type {Record<string, OperationKind>} */
export const OPERATIONS = {
  add_elements: elements.addElements,
  remove_elements: elements.removeElements,
  move_elements: elements.moveElements,
  set_label: elementProperties.setLabel,
  set_element: elementProperties.setElement,
  add_links: links.addLinks,
  remove_links: links.removeLinks,
  set_link: links.setLink,
  add_frames: frames.addFrames,
  remove_frames: frames.removeFrames,
  move_frames: frames.moveFrames,
  set_frame: frames.setFrame,
  join_frame: frames.joinFrame,
  leave_frame: frames.leaveFrame,
  set_type: definitions.setType,
  set_example: definitions.setExample,
  set_board: definitions.setBoard,
  answer: decisions.answer,
  decide_link: decisions.decideLink,
  decide_context: decisions.decideContext,
  pin_extraction: decisions.pinExtraction,
};

/** @param {Operation} operation @returns {OperationKind} */
function kindOf(operation) {
  const kind = OPERATIONS[operation.op];
  if (!kind) throw new Refused(`${JSON.stringify(operation.op)} is not an operation.`, "op");
  return kind;
}

/** @param {Board} board @param {Operation} operation settled */
export function apply(board, operation) {
  kindOf(operation).apply(board, operation);
}

/** @param {Operation} operation settled */
export function touches(operation) {
  return kindOf(operation).touches(operation);
}

/**
 * Settles and applies.
 * @param {Board} board
 * @param {Operation} operation
 * @returns {{operation: Operation, inverse: Operation[]} | null} null when it changes nothing; throws `Refused`
 */
export function perform(board, operation) {
  const kind = kindOf(operation);
  const settled = kind.settle(board, operation);
  if (!settled) return null;
  const inverse = kind.inverse(board, settled);
  kind.apply(board, settled);
  return { operation: settled, inverse };
}

/** What names a person in it names this member, as the server will have it. @param {Operation} operation @param {string} member @returns {Operation} */
export function attributed(operation, member) {
  if (operation.op === "add_elements") {
    return { ...operation, elements: operation.elements.map((/** @type {Element} */ element) => ({ ...element, author: member })) };
  }
  return operation.op === "answer" ? { ...operation, by: member } : operation;
}

/** @param {Operation} operation @returns {Operation} without what is undefined */
function wire(operation) {
  for (const name of Object.keys(operation)) if (operation[name] === undefined) delete operation[name];
  return operation;
}

/** @param {Element[]} elements */
export const addElements = (elements) => wire({ op: "add_elements", elements });
/** @param {Iterable<string>} ids */
export const removeElements = (ids) => wire({ op: "remove_elements", ids: [...ids] });
/** @param {[string, number | null, number | null][]} moves */
export const moveElements = (moves) => wire({ op: "move_elements", moves });
/** @param {string} id @param {string} label @param {string} [was] the text that the person started from */
export const setLabel = (id, label, was) => wire({ op: "set_label", id, label, was });
/** @param {string} id @param {string} property @param {unknown} value @param {unknown} [was] */
export const setElement = (id, property, value, was) => wire({ op: "set_element", id, property, value, was });
/** @param {Link[]} links */
export const addLinks = (links) => wire({ op: "add_links", links });
/** @param {Iterable<string>} ids */
export const removeLinks = (ids) => wire({ op: "remove_links", ids: [...ids] });
/** @param {string} id @param {string} property @param {unknown} value */
export const setLink = (id, property, value) => wire({ op: "set_link", id, property, value });
/** @param {(Pick<Frame, "id" | "kind"> & Partial<Frame>)[]} frames */
export const addFrames = (frames) => wire({ op: "add_frames", frames });
/** @param {Iterable<string>} ids */
export const removeFrames = (ids) => wire({ op: "remove_frames", ids: [...ids] });
/** @param {[string, number, number][]} moves */
export const moveFrames = (moves) => wire({ op: "move_frames", moves });
/** @param {string} id @param {string} property @param {unknown} value */
export const setFrame = (id, property, value) => wire({ op: "set_frame", id, property, value });
/** @param {string} id @param {Iterable<string>} elements */
export const joinFrame = (id, elements) => wire({ op: "join_frame", id, elements: [...elements] });
/** @param {string} id @param {Iterable<string>} elements */
export const leaveFrame = (id, elements) => wire({ op: "leave_frame", id, elements: [...elements] });
/** @param {string} name @param {import("./board.js").ValueType | null} type null removes it */
export const setType = (name, type) => wire({ op: "set_type", name, type });
/** @param {string} id @param {import("./board.js").Example | null} example null removes it */
export const setExample = (id, example) => wire({ op: "set_example", id, example });
/** @param {"name" | "level"} property @param {string} value */
export const setBoard = (property, value) => wire({ op: "set_board", property, value });
/** @param {[string, string]} elements @param {boolean | null} same null takes the answer back @param {string} [by] */
export const answer = (elements, same, by) => wire({ op: "answer", elements, same, by });
/** @param {string} from @param {string} to @param {"confirmed" | "forbidden" | null} verdict */
export const decideLink = (from, to, verdict) => wire({ op: "decide_link", from, to, verdict });
/** @param {string} anchor @param {string} property @param {unknown} value @param {unknown} [was] */
export const decideContext = (anchor, property, value, was) => wire({ op: "decide_context", anchor, property, value, was });
/** @param {"first" | "after"} property @param {unknown[]} value */
export const pinExtraction = (property, value) => wire({ op: "pin_extraction", property, value });
