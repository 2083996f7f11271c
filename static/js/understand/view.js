import { html, nothing } from "../lib/vendor/lit-html.js";
import { ContextMapView } from "./context_map_view.js";
import { contextList } from "./contexts_view.js";
import { couplingView } from "./coupling_view.js";
import { extractionView } from "./extraction_view.js";
import { findingsView } from "./findings_view.js";
import { empty } from "./pieces.js";
import { questionCard } from "./question_view.js";
import { sagasView } from "./sagas_view.js";
import { revealChosenTab, tabList } from "./tabs.js";
import { WallView } from "./wall_view.js";

/**
 * The Understand place as a template of what the screen knows.
 *
 * @typedef {import("./screen.js").UnderstandScreen} Screen
 * @typedef {import("./screen.js").Tab} Tab
 */

export class UnderstandView {
  #shownTab = "";

  /** @param {Screen} screen @param {() => void} changed */
  constructor(screen, changed) {
    this.screen = screen;
    this.wall = new WallView(screen, changed);
    this.map = new ContextMapView(screen);
  }

  /** After rendering into `root`. @param {ParentNode} root */
  attach(root) {
    if (this.#shownTab !== this.screen.tab) revealChosenTab(root);
    this.#shownTab = this.screen.tab;
    this.wall.attach(root);
    this.map.attach(root);
  }

  template() {
    const { screen } = this;
    const { analysis } = screen;
    return html`
      <div class="place-head">
        ${tabList(this.#tabs(), screen.tab, (tab) => screen.open(tab))}
        ${screen.busy && analysis
          ? html`<button class="button button-quiet stop" @click=${() => screen.cancel()}>Stop</button>`
          : nothing}
      </div>
      <div class="progress-line ${screen.busy ? "running" : ""}" role="progressbar" aria-label="Analysing" ?hidden=${!screen.busy}></div>
      ${screen.error ? this.#error(screen.error) : nothing}
      <div id="view" class="view view-${screen.tab}" role="tabpanel" aria-labelledby="tab-${screen.tab}" tabindex="-1">${analysis ? this.#tab() : this.#first()}</div>
    `;
  }

  /** @returns {{id: Tab, name: string, count?: number}[]} */
  #tabs() {
    const analysis = this.screen.analysis;
    return [
      { id: "contexts", name: "Contexts" },
      { id: "map", name: "Context map" },
      { id: "sagas", name: "Sagas", count: analysis?.sagas.length ?? 0 },
      { id: "coupling", name: "Coupling" },
      { id: "extraction", name: "Extraction" },
      { id: "findings", name: "Findings", count: analysis?.findings.length ?? 0 },
    ];
  }

  #tab() {
    const { screen } = this;
    switch (screen.tab) {
      case "map":
        return this.map.template();
      case "sagas":
        return sagasView(screen);
      case "coupling":
        return couplingView(screen);
      case "extraction":
        return extractionView(screen);
      case "findings":
        return findingsView(screen);
      default:
        return this.#contexts();
    }
  }

  #contexts() {
    const { screen } = this;
    if (!screen.analysis?.contexts.length) {
      return empty(
        "The wall is still quiet",
        "Contexts show themselves once there are domain events, commands and aggregates. Put the first notes up, then come back.",
        html`<a class="button button-primary" href=${screen.edges.boardUrl}>Go to the wall</a>`,
      );
    }
    return html`<div class="contexts-view">
      <div class="wall-column">${this.wall.template()}</div>
      <div class="side-column">${questionCard(screen)} ${contextList(screen)}</div>
    </div>`;
  }

  /** @param {import("../api/client.js").ApiError} error */
  #error(error) {
    return html`<div class="trouble" role="alert">
      <p><strong>${error.message}</strong> ${error.remedy}</p>
      <button class="button" @click=${() => this.screen.analyse({ now: true })}>Try again</button>
    </div>`;
  }

  #first() {
    return this.screen.error ? nothing : html`<p class="waiting muted">Reading the wall…</p>`;
  }
}
