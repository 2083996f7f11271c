import { frame as canonicalFrame, wholeFrame } from "../canonical.js";
import { byCodePoint, key } from "../keys.js";
import { Refused } from "../refused.js";

/** @typedef {import("../operation_kind.js").OperationKind} OperationKind */
/** @typedef {import("../operation_kind.js").Operation} Operation */
/** @typedef {import("../board.js").Frame} Frame */
/** @typedef {import("../board.js").Board} Board */

/** @param {Board} board @param {string} id @returns {Frame} or `Refused` */
function frameOf(board, id) {
  const found = board.frames.get(id);
  if (found) return found;
  throw new Refused("The frame has been removed meanwhile. Draw it again.", key("frame", id));
}

/**
 * @param {(id: string) => {elements?: string[]} | undefined} frameAt
 * @param {string} id of the frame that gets members
 * @param {string[]} members
 */
function refuseCycle(frameAt, id, members) {
  const seen = new Set();
  const waiting = members.filter((member) => frameAt(member));
  for (let here = waiting.pop(); here !== undefined; here = waiting.pop()) {
    if (here === id) throw new Refused("A frame cannot contain itself. Take the inner one out first.", key("frame", id));
    if (seen.has(here)) continue;
    seen.add(here);
    waiting.push(...(frameAt(here)?.elements ?? []).filter((member) => frameAt(member)));
  }
}

/** @type {OperationKind} */
export const addFrames = {
  settle(board, operation) {
    /** @type {Map<string, any>} */
    const added = new Map();
    for (const frame of operation.frames) {
      if (board.elements.has(frame.id) || board.frames.has(frame.id) || added.has(frame.id)) {
        throw new Refused(`The id ${frame.id} is taken. Give each frame one of its own.`, key("frame", frame.id));
      }
      added.set(frame.id, frame);
    }
    const frames = [...added.values()].map((frame) => {
      const members = [...new Set(/** @type {string[]} */ (frame.elements ?? []))].filter(
        (id) => board.elements.has(id) || board.frames.has(id) || added.has(id),
      );
      return canonicalFrame({ ...frame, elements: members.sort(byCodePoint) });
    });
    const settled = new Map(frames.map((frame) => [frame.id, frame]));
    for (const { id, elements = [] } of frames) refuseCycle((at) => settled.get(at) ?? board.frames.get(at), id, elements);
    return frames.length ? { op: "add_frames", frames } : null;
  },
  apply(board, { frames }) {
    for (const frame of frames) board.putFrame(wholeFrame(frame));
  },
  inverse: (_, { frames }) => [{ op: "remove_frames", ids: frames.map((/** @type {Frame} */ { id }) => id) }],
  touches: ({ frames }) => frames.map((/** @type {Frame} */ { id }) => key("frame", id)),
};

/** Members stay. Settling names the memberships [outer, removed] that go along. @type {OperationKind} */
export const removeFrames = {
  settle(board, operation) {
    const ids = [...new Set(/** @type {string[]} */ (operation.ids))].filter((id) => board.frames.has(id));
    if (!ids.length) return null;
    const gone = new Set(ids);
    const memberships = [];
    for (const frame of board.frames.values()) {
      if (gone.has(frame.id)) continue;
      for (const member of frame.elements) if (gone.has(member)) memberships.push([frame.id, member]);
    }
    /** @type {Operation} */
    const settled = { op: "remove_frames", ids };
    return memberships.length ? { ...settled, memberships } : settled;
  },
  apply(board, { ids, memberships = [] }) {
    for (const [outer, inner] of memberships) {
      const frame = frameOf(board, outer);
      board.putFrame({ ...frame, elements: frame.elements.filter((member) => member !== inner) });
    }
    for (const id of ids) board.removeFrame(id);
  },
  inverse: (board, { ids, memberships = [] }) => [
    { op: "add_frames", frames: ids.map((/** @type {string} */ id) => canonicalFrame(frameOf(board, id))) },
    ...memberships.map((/** @type {[string, string]} */ [outer, inner]) => ({ op: "join_frame", id: outer, elements: [inner] })),
  ],
  touches: ({ ids, memberships = [] }) => [
    ...ids.map((/** @type {string} */ id) => key("frame", id)),
    ...memberships.map((/** @type {[string, string]} */ [outer, inner]) => key("frame", outer, "member", inner)),
  ],
};

/** @typedef {[string, number, number]} Move */

/** Members do not move along. @type {OperationKind} */
export const moveFrames = {
  settle(board, operation) {
    const last = new Map(operation.moves.map((/** @type {Move} */ move) => [move[0], move]));
    const moves = [...last.values()].filter(([id, x, y]) => {
      const held = board.frames.get(id);
      return held && (held.x !== x || held.y !== y);
    });
    return moves.length ? { op: "move_frames", moves } : null;
  },
  apply(board, { moves }) {
    for (const [id, x, y] of moves) board.putFrame({ ...frameOf(board, id), x, y });
  },
  inverse: (board, { moves }) => [
    {
      op: "move_frames",
      moves: moves.map((/** @type {Move} */ [id]) => [id, frameOf(board, id).x, frameOf(board, id).y]),
    },
  ],
  touches: ({ moves }) => moves.flatMap((/** @type {Move} */ [id]) => [key("frame", id, "x"), key("frame", id, "y")]),
};

/** @type {OperationKind} */
export const setFrame = {
  settle(board, { id, property, value }) {
    const held = /** @type {Record<string, any>} */ (frameOf(board, id))[property];
    return held === value ? null : { op: "set_frame", id, property, value };
  },
  apply(board, { id, property, value }) {
    board.putFrame({ ...frameOf(board, id), [property]: value });
  },
  inverse: (board, { id, property }) => [
    { op: "set_frame", id, property, value: /** @type {Record<string, any>} */ (frameOf(board, id))[property] },
  ],
  touches: ({ id, property }) => [key("frame", id, property)],
};

/** @type {OperationKind} */
export const joinFrame = {
  settle(board, { id, elements }) {
    const held = new Set(frameOf(board, id).elements);
    const members = [...new Set(/** @type {string[]} */ (elements))].filter(
      (member) => !held.has(member) && (board.elements.has(member) || board.frames.has(member)),
    );
    refuseCycle((at) => board.frames.get(at), id, members);
    return members.length ? { op: "join_frame", id, elements: members } : null;
  },
  apply(board, { id, elements }) {
    const frame = frameOf(board, id);
    board.putFrame({ ...frame, elements: [...new Set([...frame.elements, ...elements])].sort(byCodePoint) });
  },
  inverse: (_, { id, elements }) => [{ op: "leave_frame", id, elements }],
  touches: ({ id, elements }) => elements.map((/** @type {string} */ member) => key("frame", id, "member", member)),
};

/** @type {OperationKind} */
export const leaveFrame = {
  settle(board, { id, elements }) {
    const held = new Set(frameOf(board, id).elements);
    const members = [...new Set(/** @type {string[]} */ (elements))].filter((member) => held.has(member));
    return members.length ? { op: "leave_frame", id, elements: members } : null;
  },
  apply(board, { id, elements }) {
    const [frame, gone] = [frameOf(board, id), new Set(elements)];
    board.putFrame({ ...frame, elements: frame.elements.filter((member) => !gone.has(member)) });
  },
  inverse: (_, { id, elements }) => [{ op: "join_frame", id, elements }],
  touches: joinFrame.touches,
};
