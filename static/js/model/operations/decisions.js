import { answer as canonicalAnswer, context as canonicalContext, measurement, signOff } from "../canonical.js";
import { byCodePoint, key, same } from "../keys.js";
import { elementOf } from "./element_properties.js";

/** @typedef {import("../operation_kind.js").OperationKind} OperationKind */
/** @typedef {import("../operation_kind.js").Operation} Operation */
/** @typedef {import("../board.js").Board} Board */
/** @typedef {[string, string]} Pair */

/** @param {Pair} one @param {Pair} other */
function samePair(one, other) {
  return (one[0] === other[0] && one[1] === other[1]) || (one[0] === other[1] && one[1] === other[0]);
}

/** @param {Board} board @param {Pair} pair @returns {boolean | null} */
function holding(board, pair) {
  const { same_context = [], separate_context = [] } = board.decisions;
  if (same_context.some((entry) => samePair(entry, pair))) return true;
  return separate_context.some((entry) => samePair(entry, pair)) ? false : null;
}

/** @param {Board} board @param {Operation} operation @returns {(answer: import("../board.js").Answer) => boolean} */
function isMine(board, { elements, by }) {
  return (answer) => (answer.by ?? "") === by && samePair(answer.elements, elements);
}

/** @param {Record<string, any>} entry @param {string[]} known @returns {Record<string, unknown>} keys that this version does not know */
function unknown(entry, known) {
  return Object.fromEntries(Object.entries(entry).filter(([name]) => !known.includes(name)));
}

const ANSWER = ["elements", "same", "by"];
const VERDICT = ["from", "to", "verdict"];

/** @type {OperationKind} */
export const answer = {
  settle(board, operation) {
    const { same: said, by = "", extra = {} } = operation;
    const elements = /** @type {Pair} */ ([...operation.elements].sort(byCodePoint));
    if (said !== null) for (const id of elements) elementOf(board, id);
    const answers = board.decisions.answers ?? [];
    const mine = isMine(board, { op: "answer", elements, by });
    const others = answers.filter((entry) => samePair(entry.elements, elements) && !mine(entry));
    const derived = said ?? others.at(-1)?.same ?? null;
    const holds = "holds" in operation ? operation.holds : derived;
    const held = answers.find(mine);
    const unchanged = held ? held.same === said && same(unknown(held, ANSWER), extra) : said === null;
    if (unchanged && holds === holding(board, elements)) return null;
    /** @type {Operation} */
    const settled = { op: "answer", elements, same: said, by, holds };
    return Object.keys(extra).length ? { ...settled, extra } : settled;
  },
  apply(board, operation) {
    const { elements, same: said, by, holds, extra = {} } = operation;
    const held = board.decisions;
    const mine = isMine(board, operation);
    const answers = (held.answers ?? []).filter((entry) => !mine(entry));
    if (said !== null) answers.push(/** @type {any} */ (canonicalAnswer({ ...extra, elements, same: said, by })));
    const without = (/** @type {Pair[]} */ pairs = []) => pairs.filter((pair) => !samePair(pair, elements));
    const [together, apart] = [without(held.same_context), without(held.separate_context)];
    if (holds === true) together.push(elements);
    if (holds === false) apart.push(elements);
    board.setDecisions({ ...held, answers, same_context: together, separate_context: apart });
  },
  inverse(board, operation) {
    const held = (board.decisions.answers ?? []).find(isMine(board, operation));
    const { elements, by } = operation;
    const holds = holding(board, elements);
    const extra = held ? unknown(held, ANSWER) : {};
    /** @type {Operation} */
    const inverse = { op: "answer", elements, same: held?.same ?? null, by, holds };
    return [Object.keys(extra).length ? { ...inverse, extra } : inverse];
  },
  touches: ({ elements }) => [key("decision", "pair", ...elements)],
};

/** @param {Board} board @param {Operation} operation */
function verdictOf(board, { from, to }) {
  return (board.decisions.links ?? []).find((entry) => entry.from === from && entry.to === to);
}

/** @type {OperationKind} */
export const decideLink = {
  settle(board, operation) {
    const { from, to, verdict, extra = {} } = operation;
    if (verdict !== null) for (const id of [from, to]) elementOf(board, id);
    const held = verdictOf(board, operation);
    if (!held && verdict === null) return null;
    if (held && held.verdict === verdict && same(unknown(held, VERDICT), extra)) return null;
    /** @type {Operation} */
    const settled = { op: "decide_link", from, to, verdict };
    return Object.keys(extra).length ? { ...settled, extra } : settled;
  },
  apply(board, { from, to, verdict, extra = {} }) {
    const links = (board.decisions.links ?? []).filter((entry) => entry.from !== from || entry.to !== to);
    if (verdict !== null) links.push({ ...extra, from, to, verdict });
    board.setDecisions({ ...board.decisions, links });
  },
  inverse(board, operation) {
    const { from, to } = operation;
    const held = verdictOf(board, operation);
    const extra = held ? unknown(held, VERDICT) : {};
    /** @type {Operation} */
    const inverse = { op: "decide_link", from, to, verdict: held?.verdict ?? null };
    return [Object.keys(extra).length ? { ...inverse, extra } : inverse];
  },
  touches: ({ from, to }) => [key("decision", "link", from, to)],
};

/** @type {Record<string, (entry: any) => any>} */
const ENTRIES = { sign_offs: signOff, measurements: measurement };
/** @type {Record<string, unknown>} */
const UNDECIDED = { name: "", value: null, risk: null, effort: null, stage: "", sign_offs: [], measurements: [] };

/** @param {Board} board @param {Operation} operation @returns {any} */
function decided(board, { anchor, property }) {
  const held = (board.decisions.contexts ?? []).find((entry) => entry.anchor === anchor);
  return /** @type {any} */ (held)?.[property] ?? UNDECIDED[property];
}

/** @type {OperationKind} */
export const decideContext = {
  settle(board, operation) {
    const { anchor, property, value: raw } = operation;
    const value = ENTRIES[property] ? raw.map(ENTRIES[property]) : raw;
    if (same(decided(board, operation), value)) return null;
    if (ENTRIES[property] ? value.length : value) elementOf(board, anchor);
    return { op: "decide_context", anchor, property, value };
  },
  apply(board, { anchor, property, value }) {
    const all = board.decisions.contexts ?? [];
    const held = all.find((entry) => entry.anchor === anchor) ?? { anchor };
    const entry = /** @type {any} */ (canonicalContext({ ...held, [property]: value }));
    const contexts = all.filter((other) => other.anchor !== anchor);
    if (Object.keys(entry).length > 1) contexts.push(entry);
    board.setDecisions({ ...board.decisions, contexts });
  },
  inverse: (board, operation) => [
    { op: "decide_context", anchor: operation.anchor, property: operation.property, value: decided(board, operation) },
  ],
  touches: ({ anchor, property }) => [key("decision", "context", anchor, property)],
};

/** @param {Board} board @param {Operation} operation */
function pinned(board, { property }) {
  const { first = [], after = [] } = board.decisions.extraction ?? {};
  return property === "first" ? first : after;
}

/** @type {OperationKind} */
export const pinExtraction = {
  settle(board, { property, value: raw }) {
    const seen = new Map(raw.map((/** @type {unknown} */ item) => [JSON.stringify(item), item]));
    /** @type {Operation} */
    const settled = { op: "pin_extraction", property, value: [...seen.values()] };
    return same(pinned(board, settled), settled.value) ? null : settled;
  },
  apply(board, { property, value }) {
    board.setDecisions({ ...board.decisions, extraction: { ...board.decisions.extraction, [property]: value } });
  },
  inverse: (board, operation) => [
    { op: "pin_extraction", property: operation.property, value: pinned(board, operation) },
  ],
  touches: ({ property }) => [key("decision", "extraction", property)],
};
