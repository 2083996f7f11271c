import { ApiError } from "../api/client.js";
import { Latest } from "../api/latest.js";
import { decide, decisionOn } from "../understand/decisions.js";
import { Tints } from "../understand/tints.js";
import { stageBefore, stageName } from "./journey.js";

/**
 * What the Migrate place knows and does, without the DOM.
 *
 * @typedef {import("./journey.js").Playbook} Playbook
 * @typedef {import("./journey.js").ContextPage} ContextPage
 * @typedef {import("../api/shapes.js").CandidateContext} CandidateContext
 * @typedef {import("../understand/screen.js").SessionLike} SessionLike
 */

const WAIT = 200;

export class MigrateScreen {
  /** @type {Playbook | null} */
  playbook = null;
  /** @type {Map<string, CandidateContext>} */
  byId = new Map();
  tints = new Tints();
  busy = false;
  /** @type {ApiError | null} */
  error = null;
  /** @type {string | null} the context whose page is open */
  chosen = null;
  /** @type {string | null} the context whose way back is asked about */
  retreating = null;

  /** @type {Latest<null, {playbook: Playbook, contexts: CandidateContext[]}>} */
  #playbooks;

  /**
   * @param {{session: SessionLike, client: import("../api/client.js").ApiClient, api: string,
   *   member: {id: string, name: string}, canDecide: boolean, boardUrl: string, changed: () => void,
   *   say: (text: string) => void, now: () => Date, saved: () => Promise<void>, wait?: number}} edges
   */
  constructor(edges) {
    this.edges = edges;
    this.#playbooks = new Latest(
      async (/** @type {null} */ _, signal) => {
        await edges.saved();
        const [playbook, analysis] = await Promise.all([
          edges.client.get(`${edges.api}playbook/`, { signal }),
          edges.client.get(`${edges.api}analysis/`, { signal }),
        ]);
        return { playbook, contexts: analysis.contexts };
      },
      {
        answer: ({ playbook, contexts }) => this.#received(playbook, contexts),
        fail: (error) => this.#failed(error),
        busy: (busy) => {
          this.busy = busy;
          edges.changed();
        },
        wait: edges.wait ?? WAIT,
      },
    );
  }

  get board() {
    return this.edges.session.board;
  }

  get canDecide() {
    return this.edges.canDecide;
  }

  /** @param {{now?: boolean}} [options] */
  plan(options) {
    this.#playbooks.request(null, options);
  }

  /** @param {string | null} context */
  choose(context) {
    this.chosen = this.chosen === context ? null : context;
    this.edges.changed();
  }

  /** @returns {ContextPage | null} */
  get page() {
    return this.playbook?.pages.find((page) => page.context === this.chosen) ?? null;
  }

  /** What people decided about the page's context. @param {ContextPage} page */
  decisionOn(page) {
    const context = this.byId.get(page.context);
    return context ? decisionOn(this.board, context) : {};
  }

  /** The last measurement of a KPI. @param {ContextPage} page @param {string} kpi */
  measuredAt(page, kpi) {
    return this.decisionOn(page).measurements?.findLast((measurement) => measurement.kpi === kpi)?.at;
  }

  /** @param {ContextPage} page */
  advance(page) {
    if (!page.next_move.allowed) return;
    this.#decide(page, "stage", page.next_move.stage, `${page.name}: on to ${stageName(page, page.next_move.stage)}`);
  }

  /** Asks once more, with the steps to walk. @param {ContextPage | null} page */
  askRetreat(page) {
    this.retreating = page?.context ?? null;
    this.edges.changed();
  }

  /** @param {ContextPage} page */
  retreat(page) {
    const before = stageBefore(page);
    this.retreating = null;
    if (before !== null) this.#decide(page, "stage", before, `${page.name}: back to ${stageName(page, before)}`);
  }

  /** @param {ContextPage} page @param {string} stage @param {string} note */
  signOff(page, stage, note) {
    const signed = this.decisionOn(page).sign_offs ?? [];
    const mine = { stage, by: this.edges.member.name, at: this.edges.now().toISOString(), note };
    this.#decide(page, "sign_offs", [...signed, mine], `${page.name}: ${stageName(page, stage)} signed off`);
  }

  /** Takes one's own sign-offs of a stage back. @param {ContextPage} page @param {string} stage */
  unsign(page, stage) {
    const signed = this.decisionOn(page).sign_offs ?? [];
    const others = signed.filter((sign) => sign.stage !== stage || sign.by !== this.edges.member.name);
    this.#decide(page, "sign_offs", others, `${page.name}: sign-off taken back`);
  }

  /** @param {ContextPage} page @param {string} kpi @param {number} value */
  measure(page, kpi, value) {
    if (!Number.isFinite(value)) return;
    const measured = this.decisionOn(page).measurements ?? [];
    this.#decide(page, "measurements", [...measured, { kpi, value, at: this.edges.now().toISOString() }], `${page.name}: ${kpi} measured`);
  }

  /** @param {ContextPage} page @param {string} property @param {unknown} value @param {string} label */
  #decide(page, property, value, label) {
    const context = this.byId.get(page.context);
    if (!context || !this.canDecide) return;
    this.edges.session.do([decide(this.board, context, property, value)], { label });
    this.edges.say(label);
    this.edges.changed();
    this.plan();
  }

  /** @param {Playbook} playbook @param {CandidateContext[]} contexts */
  #received(playbook, contexts) {
    this.error = null;
    this.playbook = playbook;
    this.byId = new Map(contexts.map((context) => [context.id, context]));
    this.tints.keep(contexts.map((context) => context.id));
    if (this.chosen && !this.byId.has(this.chosen)) this.chosen = null;
    this.edges.changed();
  }

  /** @param {unknown} error */
  #failed(error) {
    this.error = error instanceof ApiError ? error : new ApiError(0, "The playbook could not be made.");
    this.edges.changed();
  }
}
