import { html, nothing } from "../lib/vendor/lit-html.js";
import { isAccepted } from "./acceptance.js";
import { contextBadge, noteLink } from "./pieces.js";
import { answeredCount, evidence } from "./questions.js";

/** @typedef {import("./screen.js").UnderstandScreen} Screen */

/** The question of the moment. @param {Screen} screen */
export function questionCard(screen) {
  const answered = answeredCount(screen.board);
  const question = screen.question;
  if (!question) return done(screen, answered);
  const sides = evidence(question.because);
  return html`<section class="question" aria-labelledby="question-text">
    ${answered === 0 ? html`<p class="question-count">Your answer teaches most here</p>` : answers(screen, answered)}
    <h2 id="question-text" class="question-text">${question.text}</h2>
    <div class="question-sides">
      ${question.elements.map(
        (id) => html`<div class="question-side">${noteLink(screen, id)} ${contextBadge(screen, screen.contextOf.get(id) ?? "")}</div>`,
      )}
    </div>
    ${evidenceLists(sides)}
    <div class="question-answers" role="group" aria-label="Answer">
      <button class="button button-primary" ?disabled=${!screen.canDecide} @click=${() => screen.answer(true)}>Same context <kbd>Y</kbd></button>
      <button class="button button-primary" ?disabled=${!screen.canDecide} @click=${() => screen.answer(false)}>Separate <kbd>N</kbd></button>
      <button class="button button-quiet" @click=${() => screen.answer(null)}>Skip <kbd>S</kbd></button>
    </div>
    ${screen.canDecide ? nothing : html`<p class="muted small">Your role looks on; editors answer.</p>`}
  </section>`;
}

/** Who said what; one's own answers can be taken back. @param {Screen} screen @param {number} count */
function answers(screen, count) {
  const given = screen.board.decisions.answers ?? [];
  if (!given.length) return html`<p class="question-count">${count} answered</p>`;
  return html`<details class="answers">
    <summary class="question-count">${count} answered</summary>
    <ul>
      ${given.map(
        ({ elements, same, by }) => html`<li>
          <span>${noteLink(screen, elements[0])} ${noteLink(screen, elements[1])}</span>
          <span class="small">${same ? "same context" : "separate"}</span>
          ${by === screen.edges.member.id && screen.canDecide
            ? html`<button class="button button-quiet" @click=${() => screen.takeBack(elements)}>Take back</button>`
            : nothing}
        </li>`,
      )}
    </ul>
  </details>`;
}

/** @param {{together: string[], apart: string[], other: string[]}} sides */
function evidenceLists({ together, apart, other }) {
  const list = (/** @type {string} */ title, /** @type {string[]} */ sentences, /** @type {string} */ name) =>
    sentences.length
      ? html`<div class="evidence evidence-${name}">
          <h3>${title}</h3>
          <ul>
            ${sentences.map((sentence) => html`<li>${sentence}</li>`)}
          </ul>
        </div>`
      : nothing;
  return html`<div class="evidences">
    ${list("For together", together, "together")} ${list("For apart", apart, "apart")}
    ${list(together.length || apart.length ? "Also" : "What is known", other, "other")}
  </div>`;
}

/** @param {Screen} screen @param {number} answered */
function done(screen, answered) {
  const contexts = screen.analysis?.contexts ?? [];
  const few = contexts.length < 2;
  const all = contexts.every((context) => isAccepted(screen.board, context));
  return html`<section class="question question-done">
    ${answered === 0 ? nothing : answers(screen, answered)}
    <h2 class="question-text">${few ? "Nothing to ask yet" : "No more questions for now"}</h2>
    <p class="muted">
      ${few
        ? "Questions come with the second aggregate: then there is something that may belong together, or not."
        : all
          ? "Every context is framed on the wall. Change a frame there, and there may be something to ask again."
          : "Accept the contexts that fit, or move the slider to see a finer or coarser cut."}
    </p>
    ${screen.skipped.size > 0 && !few
      ? html`<button class="button" @click=${() => screen.askAgain()}>Ask the skipped ones again</button>`
      : nothing}
  </section>`;
}
