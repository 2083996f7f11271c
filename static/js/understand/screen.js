import { Latest } from "../api/latest.js";
import { ApiError } from "../api/client.js";
import { acceptOperations } from "./acceptance.js";
import { boxesOf } from "./boxes.js";
import { answer, decide, pinAfter, pinFirst } from "./decisions.js";
import { pairKey, questionOfTheMoment } from "./questions.js";
import { moveOperations, tidied } from "./tidy.js";
import { Tints } from "./tints.js";

/**
 * What the Understand place knows and does, without the DOM: the newest analysis, what is chosen, and the person's
 * decisions as operations of the session.
 *
 * @typedef {import("../api/shapes.js").Analysis} Analysis
 * @typedef {import("../api/shapes.js").BoardState} BoardState
 * @typedef {import("../api/shapes.js").CandidateContext} CandidateContext
 * @typedef {import("./acceptance.js").Operation} Operation
 * @typedef {{board: BoardState, do: (operations: Operation[], options: {label: string}) => unknown}} SessionLike
 * @typedef {"contexts" | "map" | "sagas" | "coupling" | "extraction" | "findings"} Tab
 */

/** Changes of the wall are collected for so long before the analysis is asked for again (ms). */
const WAIT = 350;
/** The slider's middle: neither coarse nor fine. */
export const MIDDLE = 0.5;

export class UnderstandScreen {
  /** @type {Analysis | null} */
  analysis = null;
  /** @type {{contexts: string[], cells: import("./coupling.js").Cell[]} | null} */
  coupling = null;
  granularity = MIDDLE;
  busy = false;
  /** @type {ApiError | null} */
  error = null;
  /** @type {Tab} */
  tab = "contexts";
  /** @type {string | null} the chosen context */
  chosen = null;
  /** @type {string | null} the chosen relation, "<upstream> <downstream>" */
  relation = null;
  /** @type {number} */
  saga = 0;
  tints = new Tints();
  /** @type {import("../api/shapes.js").Question | null} the one that is asked now; it stays while it is worth asking */
  question = null;
  /** @type {Set<string>} pairs put off */
  skipped = new Set();
  /** @type {Set<string>} pairs answered since the newest analysis */
  #answered = new Set();
  /** @type {Map<string, CandidateContext>} */
  byId = new Map();
  /** @type {Map<string, string>} element → context */
  contextOf = new Map();

  /**
   * @param {{session: SessionLike, client: {get: (url: string, options?: {signal?: AbortSignal}) => Promise<any>},
   *   api: string, member: {id: string}, canDecide: boolean, canEdit: boolean, boardUrl: string,
   *   changed: () => void, say: (text: string) => void, done: (text: string) => void, newId: () => string,
   *   saved: () => Promise<void>, arranged?: () => void, wait?: number}} edges
   */
  constructor(edges) {
    this.edges = edges;
    this.#analyses = new Latest(
      async (/** @type {number} */ granularity, signal) => {
        await edges.saved();
        return edges.client.get(`${edges.api}analysis/?granularity=${granularity}`, { signal });
      },
      { answer: (analysis) => this.#received(analysis), fail: (error) => this.#failed(error), busy: (busy) => this.#busy(busy), wait: edges.wait ?? WAIT },
    );
    this.#couplings = new Latest((/** @type {number} */ granularity, signal) => edges.client.get(`${edges.api}coupling/?granularity=${granularity}`, { signal }), {
      answer: (coupling) => {
        this.coupling = coupling;
        edges.changed();
      },
      fail: (error) => this.#failed(error),
    });
  }

  /** @type {Latest<number, Analysis>} */
  #analyses;
  /** @type {Latest<number, any>} */
  #couplings;

  /** @returns {BoardState} */
  get board() {
    return this.edges.session.board;
  }

  get canDecide() {
    return this.edges.canDecide;
  }

  get canEdit() {
    return this.edges.canEdit;
  }

  /** @param {{now?: boolean}} [options] */
  analyse(options) {
    this.#analyses.request(this.granularity, options);
  }

  cancel() {
    this.#analyses.cancel();
    this.edges.say("Stopped. The last result stays.");
  }

  /** @param {number} granularity 0 coarse – 1 fine */
  setGranularity(granularity) {
    this.granularity = granularity;
    this.analyse();
    this.edges.changed();
  }

  /** @param {Tab} tab */
  open(tab) {
    this.tab = tab;
    if (tab === "coupling") this.#couplings.request(this.granularity);
    this.edges.changed();
  }

  /** @param {string | null} id */
  choose(id) {
    this.chosen = this.chosen === id ? null : id;
    this.edges.changed();
  }

  /** @param {string | null} relation */
  chooseRelation(relation) {
    this.relation = this.relation === relation ? null : relation;
    this.edges.changed();
  }

  /** @param {number} index */
  chooseSaga(index) {
    this.saga = index;
    this.edges.changed();
  }

  /** @param {boolean | null} same null puts the question off */
  answer(same) {
    const question = this.question;
    if (!question || (same !== null && !this.canDecide)) return;
    (same === null ? this.skipped : this.#answered).add(pairKey(question.elements));
    this.#ask();
    if (same !== null) {
      this.#do([answer(question.elements, same, this.edges.member.id)], same ? "Same context" : "Separate contexts");
    }
    this.edges.changed();
    this.edges.say(this.question?.text ?? "No more questions for now.");
  }

  /** @param {[string, string]} elements */
  takeBack(elements) {
    this.#do([answer(elements, null, this.edges.member.id)], "Answer taken back");
  }

  /** Brings back what was skipped. */
  askAgain() {
    this.skipped.clear();
    this.#ask();
    this.edges.changed();
  }

  /** @param {CandidateContext} context @param {string} property @param {unknown} value */
  decide(context, property, value) {
    if (!this.canDecide) return;
    this.#do([decide(this.board, context, property, value)], `${context.name}: ${property}`);
  }

  /** @param {CandidateContext} context @param {boolean} pinned */
  pinFirst(context, pinned) {
    this.#do([pinFirst(this.board, context, pinned)], pinned ? `Begin with ${context.name}` : `Let ${context.name} go`);
  }

  /** @param {CandidateContext} later @param {CandidateContext | null} earlier */
  pinAfter(later, earlier) {
    this.#do([pinAfter(this.board, later, earlier)], earlier ? `${later.name} after ${earlier.name}` : `${later.name} waits for nobody`);
  }

  /** Frames around contexts, in one undoable step. @param {CandidateContext[]} contexts @param {{tidy?: boolean}} [options] */
  accept(contexts, { tidy = false } = {}) {
    if (!this.canEdit) return;
    const before = boxesOf(this.board);
    const after = tidy ? tidied(this.board, contexts, before) : before;
    const operations = [...moveOperations(before, after), ...acceptOperations(this.board, contexts, after, this.edges.newId)];
    if (!operations.length) {
      this.edges.say("These contexts are on the wall already.");
      return;
    }
    this.#do(operations, contexts.length === 1 ? `Accept ${contexts[0]?.name}` : `Accept ${contexts.length} contexts`);
    if (tidy) this.edges.arranged?.();
    this.edges.done(contexts.length === 1 ? `${contexts[0]?.name} is framed on the wall.` : `${contexts.length} contexts are framed on the wall.`);
  }

  /** Stays with a question that somebody may be reading, as long as it is worth asking. */
  #ask() {
    const put = new Set([...this.skipped, ...this.#answered]);
    const questions = this.analysis?.questions ?? [];
    const now = this.question && pairKey(this.question.elements);
    const still = questions.filter((question) => pairKey(question.elements) === now);
    this.question = questionOfTheMoment(still, put, this.board) ?? questionOfTheMoment(questions, put, this.board);
  }

  /** @param {Operation[]} operations @param {string} label */
  #do(operations, label) {
    this.edges.session.do(operations, { label });
    this.edges.changed();
    this.analyse();
  }

  /** @param {Analysis} analysis */
  #received(analysis) {
    this.error = null;
    this.analysis = analysis;
    this.tints.keep(analysis.contexts.map((context) => context.id));
    this.byId = new Map(analysis.contexts.map((context) => [context.id, context]));
    this.contextOf = new Map(analysis.contexts.flatMap((context) => context.elements.map((id) => [id, context.id])));
    if (this.chosen && !this.byId.has(this.chosen)) this.chosen = null;
    if (!this.busy) this.#answered.clear();
    this.#ask();
    if (this.tab === "coupling") this.#couplings.request(this.granularity);
    this.edges.changed();
  }

  /** @param {unknown} error */
  #failed(error) {
    this.error = error instanceof ApiError ? error : new ApiError(0, "The analysis could not be made.");
    this.edges.changed();
  }

  /** @param {boolean} busy */
  #busy(busy) {
    if (this.busy === busy) return;
    this.busy = busy;
    this.edges.changed();
  }
}
