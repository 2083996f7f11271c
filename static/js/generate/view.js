import { html, nothing } from "../lib/vendor/lit-html.js";
import { highlighted } from "./highlighted.js";
import { sideView } from "./side_view.js";
import { POLICIES, perContext, sizeWords } from "./tree.js";
import { fileTree } from "./tree_view.js";

/** @typedef {import("./screen.js").GenerateScreen} Screen */

export class GenerateView {
  /** @type {{file: unknown, fragment: HTMLElement} | null} */
  #shown = null;

  /** @param {Screen} screen */
  constructor(screen) {
    this.screen = screen;
  }

  template() {
    const { screen } = this;
    const { generation } = screen;
    return html`
      <div class="progress-line ${screen.busy ? "running" : ""}" role="progressbar" aria-label="Generating" ?hidden=${!screen.busy}></div>
      ${screen.error
        ? html`<div class="trouble" role="alert">
            <p><strong>${screen.error.message}</strong> ${screen.error.remedy}</p>
            <button class="button" @click=${() => screen.generate({ now: true })}>Try again</button>
          </div>`
        : nothing}
      ${!generation ? html`<p class="waiting muted">${screen.error ? "" : "Generating…"}</p>` : perContext(generation.files).length ? this.#places() : this.#nothing()}
    `;
  }

  #places() {
    const { screen } = this;
    return html`<div class="generate-grid">
      <nav class="files" aria-label="Files">${fileTree(screen)}</nav>
      <section class="file" aria-label="File">${this.#file()}</section>
      <aside class="side generate-side" aria-label="About this system">${sideView(screen)}</aside>
    </div>`;
  }

  #file() {
    const { file, path, generation } = this.screen;
    const known = generation?.files.find((candidate) => candidate.path === path);
    const policy = known ? POLICIES[known.policy] : undefined;
    return html`
      <header class="file-head">
        <h2 class="file-path">${path}</h2>
        <p class="small muted">${known ? sizeWords(known.size) : ""}${policy ? html` · <span class="policy policy-${known?.policy}">${policy.name}</span> ${policy.meaning}` : nothing}</p>
      </header>
      <div class="code-scroll" tabindex="0" role="region" aria-label="Contents of ${path}">
        ${file && file.path === path ? this.#code(file) : html`<p class="waiting muted">Opening…</p>`}
      </div>
    `;
  }

  /** @param {import("./screen.js").FileText} file */
  #code(file) {
    if (this.#shown?.file !== file) {
      const code = document.createElement("code");
      code.className = "code";
      code.appendChild(file.html ? highlighted(file.html) : document.createTextNode(file.text));
      this.#shown = { file, fragment: code };
    }
    const lines = file.text.replace(/\n$/, "").split("\n").length;
    return html`<pre class="listing"><span class="line-numbers" aria-hidden="true">${Array.from({ length: lines }, (_, index) => index + 1).join("\n")}</span>${this.#shown.fragment}</pre>`;
  }

  #nothing() {
    const problems = this.screen.generation?.problems ?? [];
    return html`<div class="empty">
      <h2>Nothing to generate yet</h2>
      <p>Files appear as soon as a context has an aggregate with a command or an event: schemas, a service for each context, the façade and everything to move there step by step.</p>
      ${problems.length ? html`<ul class="problem-list">${problems.map((problem) => html`<li>${problem.message}</li>`)}</ul>` : nothing}
      <a class="button button-primary" href=${this.screen.edges.boardUrl}>Go to the wall</a>
    </div>`;
  }
}
