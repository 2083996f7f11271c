import { ApiError } from "../api/client.js";
import { Latest } from "../api/latest.js";
import { ancestors } from "./tree.js";

/**
 * What the Generate place knows and does, without the DOM.
 *
 * @typedef {import("../api/shapes.js").GeneratedFile} GeneratedFile
 * @typedef {import("../api/shapes.js").Problem} Problem
 * @typedef {{revision: number, files: GeneratedFile[], problems: Problem[]}} Generation
 * @typedef {{path: string, text: string, html: string}} FileText
 * @typedef {{number: number, name: string, revision: number, signed_by: string, created: string}} Release
 * @typedef {{event: string, field: string, change: string, backward: boolean, forward: boolean, breaks: boolean,
 *   message: string}} SchemaChange
 * @typedef {{release: number | null, changes: SchemaChange[]}} SinceRelease
 */

const WAIT = 600;
const SEARCH_WAIT = 250;

export class GenerateScreen {
  /** @type {Generation | null} */
  generation = null;
  /** @type {Release[]} */
  releases = [];
  /** @type {SinceRelease | null} */
  since = null;
  /** @type {FileText | null} */
  file = null;
  /** @type {string} */
  path = "";
  search = "";
  /** @type {Set<string>} paths whose contents match the search */
  inside = new Set();
  /** @type {Set<string>} folders that are open */
  open = new Set();
  busy = false;
  /** @type {ApiError | null} */
  error = null;
  publishing = false;

  /** @type {Latest<null, Generation>} */
  #generations;
  /** @type {Latest<string, FileText>} */
  #files;
  /** @type {Latest<string, {paths: string[]}>} */
  #searches;
  /** @type {Latest<null, SinceRelease>} */
  #changes;

  /**
   * @param {{client: import("../api/client.js").ApiClient, api: string, canRelease: boolean, boardUrl: string,
   *   changed: () => void, say: (text: string) => void}} edges
   */
  constructor(edges) {
    this.edges = edges;
    const fail = (/** @type {unknown} */ error) => this.#failed(error);
    this.#generations = new Latest((/** @type {null} */ _, signal) => edges.client.get(`${edges.api}generation/`, { signal }), {
      answer: (generation) => this.#received(generation),
      fail,
      busy: (busy) => {
        this.busy = busy;
        edges.changed();
      },
      wait: WAIT,
    });
    this.#files = new Latest(
      (/** @type {string} */ path, signal) => edges.client.get(`${edges.api}generation/file/?path=${encodeURIComponent(path)}`, { signal }),
      {
        answer: (file) => {
          this.file = file;
          edges.changed();
        },
        fail,
      },
    );
    this.#changes = new Latest((/** @type {null} */ _, signal) => edges.client.get(`${edges.api}releases/changes/`, { signal }), {
      answer: (since) => {
        this.since = since;
        edges.changed();
      },
      fail,
    });
    this.#searches = new Latest(
      (/** @type {string} */ text, signal) => edges.client.get(`${edges.api}generation/search/?q=${encodeURIComponent(text)}`, { signal }),
      {
        answer: ({ paths }) => {
          this.inside = new Set(paths);
          edges.changed();
        },
        fail: () => {},
        wait: SEARCH_WAIT,
      },
    );
  }

  /** @param {{now?: boolean}} [options] */
  generate(options) {
    this.#generations.request(null, options);
  }

  async loadReleases() {
    try {
      this.releases = await this.edges.client.get(`${this.edges.api}releases/`);
      this.#changes.request(null);
    } catch (error) {
      this.#failed(error);
    }
    this.edges.changed();
  }

  /** @param {string} path */
  show(path) {
    this.path = path;
    for (const folder of ancestors(path)) this.open.add(folder);
    this.#files.request(path);
    this.edges.changed();
  }

  /** @param {string} path */
  toggle(path) {
    if (!this.open.delete(path)) this.open.add(path);
    this.edges.changed();
  }

  /** @param {string} text */
  find(text) {
    this.search = text;
    this.inside = new Set();
    if (text.trim().length >= 2) this.#searches.request(text.trim());
    else this.#searches.cancel();
    this.edges.changed();
  }

  /** @param {string} name what this release is called */
  async publish(name) {
    this.publishing = true;
    this.edges.changed();
    try {
      const release = await this.edges.client.post(`${this.edges.api}releases/`, { name });
      this.edges.say(`Release ${release?.number ?? ""} is published.`);
      await this.loadReleases();
    } catch (error) {
      this.#failed(error);
    } finally {
      this.publishing = false;
      this.edges.changed();
    }
  }

  /** @param {Generation} generation */
  #received(generation) {
    this.error = null;
    const first = this.generation === null;
    if (!first) this.#changes.request(null);
    this.generation = generation;
    const paths = new Set(generation.files.map((file) => file.path));
    if (!paths.has(this.path)) {
      this.file = null;
      const start = paths.has("README.md") ? "README.md" : generation.files[0]?.path;
      if (start) this.show(start);
      else this.path = "";
    } else if (!first || !this.file) this.#files.request(this.path);
    this.edges.changed();
  }

  /** @param {unknown} error */
  #failed(error) {
    this.error = error instanceof ApiError ? error : new ApiError(0, "This could not be done.");
    this.edges.changed();
  }
}
