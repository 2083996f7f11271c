/** What the analysis says about the board as it is now: asked again a moment after changes that the server has. */
import { ApiClient } from "../api/client.js";
import { Latest } from "../api/latest.js";
import { apiUrl } from "../api/page.js";

/** @typedef {import("../tools/workspace.js").Workspace} Workspace */
/** @typedef {import("../api/shapes.js").Analysis} Analysis */
/** @typedef {import("../api/shapes.js").Finding} Finding */

const WAIT = 1400;
const ORDER = ["error", "warning", "advice"];

export class AnalysisFeed extends EventTarget {
  /** @type {Analysis | null} */
  current = null;
  /** @type {string} why there is none, for the person */
  trouble = "";
  #desk;
  #latest;

  /** @param {Workspace} desk */
  constructor(desk) {
    super();
    this.#desk = desk;
    const client = new ApiClient();
    const url = `${apiUrl(desk.page)}analysis/`;
    this.#latest = new Latest(
      (/** @type {null} */ _nothing, signal) => client.get(url, { signal }),
      { answer: (answer) => this.#take(answer), fail: (error) => this.#failed(error), wait: WAIT },
    );
    desk.session.addEventListener("change", () => this.#latest.request(null));
    desk.session.addEventListener("status", () => desk.session.status.state === "saved" && this.trouble && this.#latest.request(null));
  }

  get busy() {
    return this.#latest.busy;
  }

  start() {
    this.#latest.request(null, { now: true });
  }

  /** @returns {readonly Finding[]} worst first */
  get findings() {
    return this.current?.findings ?? [];
  }

  /** @param {string} element */
  contextOf(element) {
    return this.current?.contexts.find((context) => context.elements.includes(element));
  }

  /** @param {Analysis} analysis */
  #take(analysis) {
    const findings = [...(analysis.findings ?? [])].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
    this.current = { ...analysis, findings };
    this.trouble = "";
    /** @type {Workspace["marks"]} */
    const marks = new Map();
    for (const { element, severity } of findings) {
      if (!element) continue;
      const mark = marks.get(element);
      if (mark) mark.count += 1;
      else marks.set(element, { count: 1, worst: severity });
    }
    this.#desk.marks = marks;
    this.#desk.scene.infer(analysis.inferred_links ?? []);
    this.#desk.selection.prune((id) => this.#desk.exists(id));
    this.#desk.wall.invalidate();
    this.dispatchEvent(new Event("change"));
  }

  /** @param {unknown} error */
  #failed(error) {
    this.trouble = error instanceof Error ? error.message : "The findings could not be asked for.";
    this.dispatchEvent(new Event("change"));
  }
}
