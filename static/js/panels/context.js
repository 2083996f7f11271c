/** The context that a note belongs to, and what people say about it: value, risk and effort, 1 to 5. */
import { html } from "../lib/vendor/lit-html.js";
import { decide, decisionOn } from "../understand/decisions.js";

/** @typedef {import("../tools/workspace.js").Workspace} Workspace */
/** @typedef {import("./analysis.js").AnalysisFeed} AnalysisFeed */

const SCALES = /** @type {const} */ ([
  ["value", "Value", "What the business gains when this context stands alone"],
  ["risk", "Risk", "What may go wrong when it is taken out"],
  ["effort", "Effort", "How much work it is"],
]);

/** @param {Workspace} desk @param {AnalysisFeed} feed @param {string} element */
export function contextSection(desk, feed, element) {
  const context = feed.contextOf(element);
  if (!context) return "";
  const decision = /** @type {Record<string, number | null | undefined>} */ (decisionOn(desk.board, context));
  const scale = (/** @type {typeof SCALES[number]} */ [property, name, why]) => html`<div class="scale" role="radiogroup" aria-label=${name} title=${why}>
    <span>${name}</span>
    ${[1, 2, 3, 4, 5].map((step) => {
      const on = decision[property] === step;
      const choose = () => desk.edits.do([decide(desk.board, context, property, on ? null : step)], `Set ${property} of ${context.name}`);
      return html`<button class="scale-step" role="radio" aria-checked=${on} aria-label=${`${name} ${step}`} ?disabled=${!desk.mayDecide} @click=${choose}>${step}</button>`;
    })}
  </div>`;
  return html`<section class="section">
    <h3>Context: ${context.name}</h3>
    <p class="muted">${context.elements.length} notes belong together here. <a href=${`/boards/${desk.page.board.id}/understand/`}>Why?</a></p>
    ${SCALES.map(scale)}
  </section>`;
}
