/**
 * The question of the moment: the most instructive one that nobody answered or put off.
 *
 * @typedef {import("../api/shapes.js").Question} Question
 * @typedef {import("../api/shapes.js").BoardState} BoardState
 * @typedef {{element: import("../api/shapes.js").BoardElement, context: string}} Side
 */

/** @param {[string, string] | string[]} elements */
export function pairKey(elements) {
  return [...elements].sort().join("\n");
}

/**
 * @param {Question[]} questions ranked
 * @param {Set<string>} put pairs that were skipped or have just been answered (see `pairKey`)
 * @param {BoardState} board
 * @returns {Question | null}
 */
export function questionOfTheMoment(questions, put, board) {
  return (
    questions.find(({ elements }) => !put.has(pairKey(elements)) && elements.every((id) => board.elements.has(id))) ?? null
  );
}

/** How many pairs people have answered. @param {BoardState} board */
export function answeredCount(board) {
  const pairs = [...(board.decisions.same_context ?? []), ...(board.decisions.separate_context ?? [])];
  return new Set(pairs.map(pairKey)).size;
}

/** How the analysis words what speaks for the one and the other; what it words differently is told beside both. */
const TOGETHER = /^(Their notes share|Their aggregates' names share|Both carry|Both have to do|Messages of .* carry|\d+ links? between|They lie next)/;
const APART = /(no words, no fields|two models of one word)/;

/**
 * Sorts the evidence by what it speaks for.
 * @param {string[]} because
 * @returns {{together: string[], apart: string[], other: string[]}}
 */
export function evidence(because) {
  /** @type {{together: string[], apart: string[], other: string[]}} */
  const sides = { together: [], apart: [], other: [] };
  for (const sentence of because) {
    (APART.test(sentence) ? sides.apart : TOGETHER.test(sentence) ? sides.together : sides.other).push(sentence);
  }
  return sides;
}
