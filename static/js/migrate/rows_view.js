import { html, nothing, repeat, svg } from "../lib/vendor/lit-html.js";
import { age, gauge } from "./gauges.js";
import { currentStage, stageBefore, stageName } from "./journey.js";

/**
 * @typedef {import("./screen.js").MigrateScreen} Screen
 * @typedef {import("./journey.js").ContextPage} ContextPage
 * @typedef {import("./gauges.js").Reading} Reading
 */

/** One row per context, in the order of extraction. @param {Screen} screen @param {ContextPage[]} pages */
export function rows(screen, pages) {
  const next = pages.find((page) => page.stage === "");
  return html`<ol class="rows" id="rows">
    ${repeat(pages, (page) => page.context, (page) => row(screen, page, page === next))}
  </ol>`;
}

/** @param {Screen} screen @param {ContextPage} page @param {boolean} next the first of those that wait */
function row(screen, page, next) {
  const stage = currentStage(page);
  const chosen = screen.chosen === page.context;
  return html`<li class="migration ${screen.tints.name(page.context)} ${chosen ? "chosen" : ""}" data-key=${page.context}>
    <div class="migration-head">
      <span class="position" aria-hidden="true">${page.position || "✓"}</span>
      <div class="migration-title">
        <h2><button class="migration-name" aria-expanded=${chosen ? "true" : "false"} aria-controls="drawer" @click=${() => screen.choose(page.context)}>${page.name}</button></h2>
        <p class="small muted">${page.stage === "" ? page.because.slice(0, 3).join(" ") || "Not begun" : page.stage_name}</p>
      </div>
    </div>
    ${rail(page)}
    <div class="migration-gate">${stage ? gaugeList(screen, page, stage.gate.readings) : nothing}</div>
    ${screen.canDecide ? moves(screen, page, next) : nothing}
    ${screen.retreating === page.context ? wayBack(screen, page) : nothing}
  </li>`;
}

/** The six stages as a line of stations. @param {ContextPage} page */
function rail(page) {
  return html`<ol class="rail" aria-label="Stages of ${page.name}">
    ${page.stages.map((stage) => {
      const state = page.stage === "done" ? "past" : stage.state;
      return html`<li class="station station-${state} gate-${stage.gate.state}" aria-current=${state === "current" ? "step" : "false"}>
        <span class="station-dot"></span><span class="station-name">${stage.name}</span>
        <span class="visually-hidden">${{ past: "behind", current: "under way", ahead: "ahead" }[state]}</span>
      </li>`;
    })}
  </ol>`;
}

/** @param {Screen} screen @param {ContextPage} page @param {Reading[]} readings */
export function gaugeList(screen, page, readings) {
  return html`<ul class="gauges">
    ${readings.map((reading) => {
      const { share, mark, target, value, tone } = gauge(reading);
      const measured = age(screen.measuredAt(page, reading.kpi.code), screen.edges.now());
      return html`<li class="gauge tone-${tone}" title=${reading.kpi.measure}>
        <span class="gauge-name">${reading.kpi.name}</span>
        <svg class="gauge-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
          <rect class="gauge-ground" x="0" y="2" width="100" height="4" rx="2"></rect>
          ${share === null ? nothing : bar(share)} ${tick(mark)}
        </svg>
        <span class="gauge-numbers"><strong>${value}</strong> <span class="muted">· target ${target}${reading.kpi.proposed ? " (proposed)" : ""}</span></span>
        <span class="gauge-age ${measured?.stale ? "warn" : "muted"}">${measured ? measured.words : ""}</span>
      </li>`;
    })}
  </ul>`;
}

/** @param {number} share */
function bar(share) {
  return svg`<rect class="gauge-value" x="0" y="2" width=${share * 100} height="4" rx="2"></rect>`;
}

/** @param {number} mark */
function tick(mark) {
  return svg`<rect class="gauge-mark" x=${mark * 100 - 0.7} y="0" width="1.4" height="8"></rect>`;
}

/** The next step and the way back. @param {Screen} screen @param {ContextPage} page @param {boolean} first */
function moves(screen, page, first) {
  const before = stageBefore(page);
  const { next_move: next } = page;
  const weight = page.stage !== "" || first ? "button-primary" : "";
  const finished = page.stage === "done";
  return html`<div class="moves">
    ${finished
      ? html`<span class="accepted">Out of the monolith</span>`
      : next.allowed
        ? html`<button class="button ${weight}" @click=${() => screen.advance(page)}>${page.stage === "" ? "Begin" : next.stage === "done" ? "Mark as done" : `On to ${stageName(page, next.stage)}`}</button>`
        : html`<button class="button" title=${next.reasons.join(" ")} @click=${() => open(screen, page)}>What is missing</button>`}
    ${before === null
      ? nothing
      : html`<button class="button button-quiet" aria-expanded=${screen.retreating === page.context ? "true" : "false"} @click=${() => screen.askRetreat(screen.retreating === page.context ? null : page)}>Way back</button>`}
  </div>`;
}

/** @param {Screen} screen @param {ContextPage} page */
function open(screen, page) {
  if (screen.chosen !== page.context) screen.choose(page.context);
  requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById("gate-title")?.scrollIntoView({ block: "start" })));
}

/** @param {Screen} screen @param {ContextPage} page */
function wayBack(screen, page) {
  const before = stageBefore(page) ?? "";
  return html`<div class="way-back" role="group" aria-label="Way back for ${page.name}">
    <p><strong>Back to ${stageName(page, before)}</strong></p>
    <ol class="steps">
      ${page.way_back.map((step) => html`<li>${step}</li>`)}
    </ol>
    <div class="row">
      <button class="button button-danger" @click=${() => screen.retreat(page)}>Go back to ${stageName(page, before)}</button>
      <button class="button button-quiet" @click=${() => screen.askRetreat(null)}>Stay</button>
    </div>
  </div>`;
}
