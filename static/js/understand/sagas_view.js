import { html, nothing, svg } from "../lib/vendor/lit-html.js";
import { contextBadge, empty, labelOf, noteLink, noteUrl, why } from "./pieces.js";
import { STEP, LANE, arrowPath, sequence } from "./sequence.js";
import { wrapped } from "./wrapped.js";

/**
 * @typedef {import("./screen.js").UnderstandScreen} Screen
 * @typedef {import("../api/shapes.js").Saga} Saga
 */

/** @param {Screen} screen */
export function sagasView(screen) {
  const sagas = screen.analysis?.sagas ?? [];
  if (!sagas.length) {
    return empty(
      "No saga yet",
      "A saga appears when one policy issues two or more commands, at least one of them to another context; or when events and policies lead through three contexts.",
    );
  }
  const saga = sagas[Math.min(screen.saga, sagas.length - 1)] ?? /** @type {Saga} */ (sagas[0]);
  return html`<div class="split split-list">
    <nav class="saga-list" aria-label="Sagas">
      <ul>
        ${sagas.map(
          (item, index) => html`<li>
            <button class="saga-choice" aria-current=${item === saga ? "true" : "false"} @click=${() => screen.chooseSaga(index)}>
              <strong>${item.name}</strong>
              <span class="small muted">${item.coordination} · ${item.steps.length} steps · ${item.contexts.length} contexts</span>
              ${gaps(item) ? html`<span class="small warn">${gaps(item)} without a way back</span>` : nothing}
            </button>
          </li>`,
        )}
      </ul>
    </nav>
    <article class="saga" aria-labelledby="saga-name">
      <header>
        <h2 id="saga-name">${saga.name}</h2>
        <p class="muted">${capital(saga.coordination)}${saga.policy ? html` by ${noteLink(screen, saga.policy)}` : nothing}</p>
        ${saga.advice ? html`<p class="advice"><strong>Advice.</strong> ${saga.advice}</p>` : nothing}
        ${why(saga.because)}
      </header>
      <div class="sequence-scroll" tabindex="0" role="region" aria-label="Steps of ${saga.name}">${drawing(screen, saga)}</div>
      ${steps(screen, saga)}
    </article>
  </div>`;
}

/** Steps that a later failure leaves standing. @param {Saga} saga */
export function gaps(saga) {
  return sequence(saga).steps.filter((step) => step.gap).length;
}

/** @param {Screen} screen @param {Saga} saga */
function drawing(screen, saga) {
  const { lanes, steps: placed, arrows, width, height } = sequence(saga);
  return html`<svg class="sequence" viewBox="0 0 ${width} ${height}" width=${width} height=${height} aria-hidden="true">
    <defs>
      <marker id="sequence-arrow" viewBox="0 0 10 10" refX="8" refY="5" markerWidth="8" markerHeight="8" orient="auto">
        <path class="arrow-head" d="M0 1 9 5 0 9z"></path>
      </marker>
    </defs>
    ${lanes.map(
      (lane) => svg`<g class="lane ${screen.tints.name(lane.context)}">
        <rect class="lane-ground" x=${lane.x - LANE / 2 + 6} y="0" width=${LANE - 12} height=${height} rx="8"></rect>
        <text class="lane-name" x=${lane.x} y="26">${short(screen.byId.get(lane.context)?.name ?? "no context", 24)}</text>
      </g>`,
    )}
    ${arrows.map((arrow) => svg`<path class="saga-arrow ${arrow.certain ? "" : "uncertain"}" d=${arrowPath(arrow)} marker-end="url(#sequence-arrow)"></path>`)}
    ${placed.map((step) => {
      const label = wrapped(labelOf(screen, step.element), 22, 2);
      const kind = screen.board.elements.get(step.element)?.kind ?? "note";
      return svg`<a href=${noteUrl(screen, step.element)} tabindex="-1" class="saga-step ${step.certain ? "" : "uncertain"}">
        <rect class="kind-${kind}" x=${step.x - STEP.width / 2} y=${step.y - STEP.height / 2} width=${STEP.width} height=${STEP.height} rx="3"></rect>
        ${label.map((line, index) => svg`<text class="step-label" x=${step.x} y=${step.y + 5 + (index - (label.length - 1) / 2) * 16}>${line}</text>`)}
        ${step.gap ? svg`<g class="gap-mark"><circle cx=${step.x + STEP.width / 2} cy=${step.y - STEP.height / 2} r="10"></circle><text x=${step.x + STEP.width / 2} y=${step.y - STEP.height / 2 + 4}>!</text></g>` : nothing}
        ${step.compensation ? compensation(screen, step) : nothing}
      </a>`;
    })}
  </svg>`;
}

/** What takes the step back, under it. @param {Screen} screen @param {import("./sequence.js").Step} step */
function compensation(screen, step) {
  const label = short(`↩ ${labelOf(screen, step.compensation ?? "")}`, 23);
  return svg`<text class="step-compensation" x=${step.x - STEP.width / 2 + 4} y=${step.y + STEP.height / 2 + 15}>${label}</text>`;
}

/** The same in words, and in the reach of keys and screen readers. @param {Screen} screen @param {Saga} saga */
function steps(screen, saga) {
  const placed = sequence(saga).steps;
  return html`<ol class="step-list">
    ${placed.map(
      (step, index) => html`<li>
        <span class="step-number">${index + 1}</span>
        <div>
          <p>${noteLink(screen, step.element)} ${contextBadge(screen, saga.steps[index]?.context ?? "")}</p>
          <p class="small">
            ${step.compensation
              ? html`<span class="muted">taken back by</span> ${noteLink(screen, step.compensation)}`
              : step.gap
                ? html`<span class="warn">Nothing takes this back when a later step fails. Add a command for it and link it as compensation.</span>`
                : html`<span class="muted">last step: nothing after it can fail</span>`}
            ${step.certain ? nothing : html`<span class="warn"> Not certain: nobody linked it; the words and the order suggest it.</span>`}
          </p>
        </div>
      </li>`,
    )}
  </ol>`;
}

/** @param {string} text @param {number} letters */
function short(text, letters) {
  return text.length > letters ? `${text.slice(0, letters - 1)}…` : text;
}

/** @param {string} text */
function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
