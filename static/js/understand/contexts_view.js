import { html, live, nothing, repeat } from "../lib/vendor/lit-html.js";
import { isAccepted } from "./acceptance.js";
import { percent } from "./extraction.js";
import { noteLink, why } from "./pieces.js";

/**
 * @typedef {import("./screen.js").UnderstandScreen} Screen
 * @typedef {import("../api/shapes.js").CandidateContext} CandidateContext
 */

/** @param {Screen} screen */
export function contextList(screen) {
  const contexts = screen.analysis?.contexts ?? [];
  const open = contexts.filter((context) => !isAccepted(screen.board, context));
  return html`<section class="contexts" aria-labelledby="contexts-title">
    <header class="contexts-head">
      <h2 id="contexts-title">${contexts.length} ${contexts.length === 1 ? "context" : "contexts"}</h2>
      ${screen.canEdit && open.length
        ? html`<div class="row">
            <button class="button" title="Draw a frame around the notes of each context, where they lie" @click=${() => screen.accept(contexts)}>Accept all</button>
            <button
              class="button"
              title="Give each context an area of its own and move its notes there; one step to undo"
              @click=${() => screen.accept(contexts, { tidy: true })}
            >
              Accept and tidy
            </button>
          </div>`
        : nothing}
    </header>
    ${slider(screen)}
    <ul class="context-list">
      ${repeat(contexts, (context) => context.id, (context) => contextCard(screen, context))}
    </ul>
  </section>`;
}

/** @param {Screen} screen */
export function slider(screen) {
  return html`<label class="slider">
    <span>Coarse</span>
    <input
      type="range"
      min="0"
      max="1"
      step="0.05"
      aria-label="How fine the contexts are cut"
      .value=${live(String(screen.granularity))}
      @input=${(/** @type {InputEvent} */ event) => screen.setGranularity(Number(/** @type {HTMLInputElement} */ (event.target).value))}
    />
    <span>Fine</span>
  </label>`;
}

/** @param {Screen} screen @param {CandidateContext} context */
function contextCard(screen, context) {
  const chosen = screen.chosen === context.id;
  const accepted = isAccepted(screen.board, context);
  return html`<li class="context ${screen.tints.name(context.id)} ${chosen ? "chosen" : ""}" id="context-${context.id}">
    <div class="context-row">
      <button class="context-name" aria-expanded=${chosen ? "true" : "false"} @click=${() => screen.choose(context.id)}>
        <span class="swatch"></span><span class="context-words">${context.name}</span>
        <span class="muted small">${context.elements.length}</span>
      </button>
      ${confidence(context.confidence)}
      ${accepted
        ? html`<span class="accepted" title="A frame of this name holds exactly these notes">Accepted</span>`
        : screen.canEdit
          ? html`<button class="button button-quiet context-accept" @click=${() => screen.accept([context])} aria-label="Accept ${context.name}">Accept</button>`
          : nothing}
    </div>
    ${chosen ? details(screen, context) : nothing}
  </li>`;
}

/** @param {number} share */
function confidence(share) {
  return html`<span class="confidence" title="How sure the analysis is: ${percent(share)}">
    <svg class="confidence-bar" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label="Confidence ${percent(share)}">
      <rect class="bar-ground" width="100" height="6" rx="3"></rect><rect class="bar-value" width=${share * 100} height="6" rx="3"></rect>
    </svg>
    <span class="small muted" aria-hidden="true">${percent(share)}</span>
  </span>`;
}

/** @param {Screen} screen @param {CandidateContext} context */
function details(screen, context) {
  const rename = (/** @type {string} */ name) => {
    const wanted = name.trim();
    if (wanted && wanted !== context.name) screen.decide(context, "name", wanted);
  };
  const commit = (/** @type {Event} */ event) => rename(/** @type {HTMLInputElement} */ (event.target).value);
  return html`<div class="context-details">
    ${screen.canDecide
      ? html`<div class="names" role="group" aria-label="Name">
          ${context.names
            .filter((name) => name !== context.name)
            .slice(0, 3)
            .map((name) => html`<button class="chip" @click=${() => rename(name)} title="Call it ${name}">${name}</button>`)}
          <input
            class="input name-input"
            maxlength="200"
            aria-label="Another name for ${context.name}"
            placeholder="Another name"
            @change=${commit}
          />
        </div>`
      : nothing}
    ${why(context.because, { open: true })}
    <div class="note-links">${context.elements.map((id) => noteLink(screen, id))}</div>
  </div>`;
}
