/**
 * The six stages of a context, and the step before the one it is at.
 *
 * @typedef {import("./gauges.js").Reading} Reading
 * @typedef {{stage: string, state: "passed" | "blocked" | "unknown", readings: Reading[], reasons: string[]}} Gate
 * @typedef {import("../api/shapes.js").SignOff} SignOff
 * @typedef {{code: string, name: string, state: "past" | "current" | "ahead", actions: string[], synchronisation: string,
 *   criteria: string[], way_back: string[], gate: Gate, sign_offs: SignOff[]}} StagePage
 * @typedef {{method: string, path: string, element: string}} Route
 * @typedef {{context: string, name: string, pattern: string, labels: string[], extracted: boolean}} Need
 * @typedef {{context: string, name: string, slug: string, position: number, stage: string, stage_name: string,
 *   because: string[], events: {element: string, label: string, topic: string, readers: string[]}[],
 *   aggregates: {element: string, label: string, table: string}[], reads: Route[], writes: Route[], needs: Need[],
 *   needed_by: Need[], stages: StagePage[], next_move: {stage: string, allowed: boolean, reasons: string[]},
 *   next_steps: string[], way_back: string[], decommission: string[]}} ContextPage
 * @typedef {{board: string, pages: ContextPage[], exact: boolean}} Playbook
 */

/** @param {ContextPage} page @returns {string[]} all values that a stage can have, in order */
export function path(page) {
  return ["", ...page.stages.map((stage) => stage.code), "done"];
}

/** @param {ContextPage} page @param {string} code */
export function stageName(page, code) {
  if (code === "") return "Not begun";
  if (code === "done") return "Done";
  return page.stages.find((stage) => stage.code === code)?.name ?? code;
}

/** The stage before the present one; null where nothing has begun. @param {ContextPage} page @returns {string | null} */
export function stageBefore(page) {
  const all = path(page);
  const at = all.indexOf(page.stage);
  return at > 0 ? /** @type {string} */ (all[at - 1]) : null;
}

/** The stage under way. @param {ContextPage} page @returns {StagePage | null} */
export function currentStage(page) {
  return page.stages.find((stage) => stage.code === page.stage) ?? null;
}

/**
 * How far a board's contexts are.
 * @param {Playbook} playbook
 */
export function progress({ pages }) {
  return {
    done: pages.filter((page) => page.stage === "done").length,
    underWay: pages.filter((page) => page.stage !== "" && page.stage !== "done").length,
    waiting: pages.filter((page) => page.stage === "").length,
  };
}

/** @param {{done: number, underWay: number, waiting: number}} counts */
export function progressSentence({ done, underWay, waiting }) {
  const parts = [];
  if (done) parts.push(`${done} out of the monolith`);
  if (underWay) parts.push(`${underWay} under way`);
  if (waiting) parts.push(`${waiting} waiting`);
  return parts.join(" · ");
}
