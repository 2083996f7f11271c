import { decisionOn, isPinnedFirst, waitsFor } from "./decisions.js";

/**
 * The extraction order, ready to be shown.
 *
 * @typedef {import("../api/shapes.js").Analysis} Analysis
 * @typedef {import("../api/shapes.js").BoardState} BoardState
 * @typedef {import("../api/shapes.js").CandidateContext} CandidateContext
 * @typedef {{context: CandidateContext, position: number, because: string[], effort: number, pinned: boolean,
 *   after: CandidateContext | null, scores: Score[]}} Place
 * @typedef {{property: "value" | "risk" | "effort", value: number, assumed: boolean}} Score
 * @typedef {{context: CandidateContext, regret: number, share: number, equal: boolean}} Choice
 */

/** A first choice that costs at most this much more is as good as the best. */
export const EQUALLY_GOOD = 0.02;

/** @type {("value" | "risk" | "effort")[]} */
const PROPERTIES = ["value", "risk", "effort"];

/**
 * @param {Analysis} analysis
 * @param {BoardState} board
 * @returns {Place[]}
 */
export function extractionPlaces(analysis, board) {
  const byId = new Map(analysis.contexts.map((context) => [context.id, context]));
  return [...analysis.extraction.order]
    .sort((a, b) => a.position - b.position)
    .flatMap((ranked) => {
      const context = byId.get(ranked.context);
      if (!context) return [];
      const decision = decisionOn(board, context);
      const found = { value: ranked.value, risk: ranked.risk, effort: ranked.effort ?? 3 };
      return [
        {
          context,
          position: ranked.position,
          because: ranked.because,
          effort: decision.effort ?? found.effort,
          pinned: isPinnedFirst(board, context),
          after: waitsFor(board, context, analysis.contexts),
          scores: PROPERTIES.map((property) => ({
            property,
            value: decision[property] ?? found[property],
            assumed: decision[property] === undefined || decision[property] === null,
          })),
        },
      ];
    });
}

/**
 * @param {Analysis} analysis
 * @returns {Choice[]} the cheapest first
 */
export function firstChoices(analysis) {
  const byId = new Map(analysis.contexts.map((context) => [context.id, context]));
  return analysis.extraction.first_choices
    .flatMap((choice) => {
      const context = byId.get(choice.context);
      return context ? [{ ...choice, context, equal: choice.regret <= EQUALLY_GOOD }] : [];
    })
    .sort((a, b) => a.regret - b.regret || b.share - a.share);
}

/** One sentence about how free the first choice is. @param {Choice[]} choices */
export function firstChoiceSentence(choices) {
  const equal = choices.filter((choice) => choice.equal);
  const [first] = choices;
  if (!first) return "";
  if (equal.length > 1) {
    const names = equal.map((choice) => choice.context.name);
    return `${list(names)} are equally good to begin with: each costs at most ${percent(EQUALLY_GOOD)} more.`;
  }
  const next = choices[1];
  if (!next) return `${first.context.name} is the only one.`;
  return `${first.context.name} is the best beginning; starting with ${next.context.name} costs ${percent(next.regret)} more.`;
}

/** @param {string[]} names */
function list(names) {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** @param {number} share 0–1 */
export function percent(share) {
  const value = share * 100;
  return `${value > 0 && value < 1 ? "under 1" : Math.round(value)} %`;
}

/**
 * Bars of the roadmap: one context after the other, as long as its effort.
 * @param {Place[]} places
 * @returns {{place: Place, start: number, length: number}[]} shares of the whole, 0–1
 */
export function roadmap(places) {
  const total = places.reduce((sum, place) => sum + place.effort, 0) || 1;
  let start = 0;
  return places.map((place) => {
    const bar = { place, start: start / total, length: place.effort / total };
    start += place.effort;
    return bar;
  });
}
