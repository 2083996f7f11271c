/**
 * What people decide about contexts, as operations. A decision hangs on an anchor, an element inside the context, so
 * that it outlives a new analysis.
 *
 * @typedef {import("../api/shapes.js").BoardState} BoardState
 * @typedef {import("../api/shapes.js").ContextDecision} ContextDecision
 * @typedef {{id: string, name: string, elements: string[]}} Context
 * @typedef {{op: string, [key: string]: unknown}} Operation
 */

/** Which kinds stand for a context, the best first. */
const ANCHOR_KINDS = ["aggregate", "policy", "command", "domain_event", "read_model"];

/**
 * The element a new decision about this context hangs on: that of a former decision, else its first aggregate.
 * @param {BoardState} board
 * @param {Context} context
 * @returns {string} "" for a context without elements
 */
export function anchorOf(board, context) {
  const own = new Set(context.elements);
  const decided = (board.decisions.contexts ?? []).map((decision) => decision.anchor).filter((anchor) => own.has(anchor));
  if (decided.length) return /** @type {string} */ (decided.sort()[0]);
  const rank = (/** @type {string} */ id) => {
    const at = ANCHOR_KINDS.indexOf(board.elements.get(id)?.kind ?? "");
    return at < 0 ? ANCHOR_KINDS.length : at;
  };
  return [...context.elements].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))[0] ?? "";
}

/**
 * @param {BoardState} board
 * @param {Context} context
 * @returns {Partial<ContextDecision>} empty where nobody decided anything
 */
export function decisionOn(board, context) {
  const own = new Set(context.elements);
  const found = (board.decisions.contexts ?? []).filter((decision) => own.has(decision.anchor));
  return found.sort((a, b) => (a.anchor < b.anchor ? -1 : 1))[0] ?? {};
}

/**
 * @param {BoardState} board
 * @param {Context} context
 * @param {string} property name, value, risk, effort, stage, sign_offs or measurements
 * @param {unknown} value
 * @returns {Operation}
 */
export function decide(board, context, property, value) {
  return { op: "decide_context", anchor: anchorOf(board, context), property, value };
}

/**
 * @param {[string, string]} elements
 * @param {boolean | null} same null takes the answer back
 * @param {string} by member id; the server writes the true one
 * @returns {Operation}
 */
export function answer(elements, same, by) {
  return { op: "answer", elements, same, by };
}

/**
 * Pins a context to the front of the extraction order, or lets it go.
 * @param {BoardState} board
 * @param {Context} context
 * @param {boolean} pinned
 * @returns {Operation}
 */
export function pinFirst(board, context, pinned) {
  const own = new Set(context.elements);
  const others = (board.decisions.extraction?.first ?? []).filter((anchor) => !own.has(anchor));
  return { op: "pin_extraction", property: "first", value: pinned ? [...others, anchorOf(board, context)] : others };
}

/** @param {BoardState} board @param {Context} context */
export function isPinnedFirst(board, context) {
  return (board.decisions.extraction?.first ?? []).some((anchor) => context.elements.includes(anchor));
}

/**
 * @param {BoardState} board
 * @param {Context} later
 * @param {Context | null} earlier null: `later` waits for nobody
 * @returns {Operation}
 */
export function pinAfter(board, later, earlier) {
  const own = new Set(later.elements);
  const others = (board.decisions.extraction?.after ?? []).filter(([anchor]) => !own.has(anchor));
  const pin = earlier ? [[anchorOf(board, later), anchorOf(board, earlier)]] : [];
  return { op: "pin_extraction", property: "after", value: [...others, ...pin] };
}

/**
 * The context that `context` has to wait for.
 * @template {Context} Known
 * @param {BoardState} board
 * @param {Context} context
 * @param {Known[]} contexts
 * @returns {Known | null}
 */
export function waitsFor(board, context, contexts) {
  const pair = (board.decisions.extraction?.after ?? []).find(([later]) => context.elements.includes(later));
  return (pair && contexts.find((other) => other.elements.includes(pair[1]))) ?? null;
}
