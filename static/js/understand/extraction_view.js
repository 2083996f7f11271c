import { html, live, nothing, repeat } from "../lib/vendor/lit-html.js";
import { extractionPlaces, firstChoiceSentence, firstChoices, percent, roadmap } from "./extraction.js";
import { empty, why } from "./pieces.js";

/**
 * @typedef {import("./screen.js").UnderstandScreen} Screen
 * @typedef {import("./extraction.js").Place} Place
 */

/** @param {Screen} screen */
export function extractionView(screen) {
  const { analysis } = screen;
  const places = analysis ? extractionPlaces(analysis, screen.board) : [];
  if (!analysis || !places.length) {
    return empty(
      "Nothing to put in order yet",
      "The order of extraction needs contexts: as soon as the wall has aggregates, or commands and events, they appear here with the reasons for their place.",
    );
  }
  const choices = firstChoices(analysis);
  return html`<div class="extraction">
    <section aria-labelledby="order-title">
      <header class="contexts-head">
        <div>
          <h2 id="order-title">Extraction order</h2>
          <p class="muted small">
            ${analysis.extraction.exact ? "The cheapest of all orders." : "The best order found; no exact search with so many contexts."}
            Grey scores are assumed: set your own and the order follows.
          </p>
        </div>
      </header>
      <ol class="order" id="order">
        ${repeat(places, (place) => place.context.id, (place) => placeItem(screen, place, places))}
      </ol>
    </section>
    <div class="extraction-side">
      <section class="choices" aria-labelledby="choices-title">
        <h2 id="choices-title">Where to begin</h2>
        <p>${firstChoiceSentence(choices)}</p>
        <table class="choice-table">
          <thead>
            <tr><th scope="col">Start with</th><th scope="col" colspan="2">Costs more</th><th scope="col" title="In how many of the perturbed runs it comes first">First in</th></tr>
          </thead>
          <tbody>
            ${choices.map(
              (choice) => html`<tr class=${choice.equal ? "equal" : ""}>
                <th scope="row"><span class="swatch ${screen.tints.name(choice.context.id)}"></span> ${choice.context.name}</th>
                <td class="regret-cell">
                  <svg class="regret" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
                    <rect class="bar-ground" width="100" height="6" rx="3"></rect>
                    <rect class="bar-value" width=${(choice.regret / greatest(choices)) * 100} height="6" rx="3"></rect>
                  </svg>
                </td>
                <td>${percent(choice.regret)}</td>
                <td>${percent(choice.share)}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </section>
      <section class="roadmap" aria-labelledby="roadmap-title">
        <h2 id="roadmap-title">Roadmap</h2>
        <p class="muted small">One context after the other; the longer the bar, the greater the effort.</p>
        ${roadmapBars(screen, places)}
      </section>
    </div>
  </div>`;
}

/** @param {import("./extraction.js").Choice[]} choices */
function greatest(choices) {
  return Math.max(...choices.map((choice) => choice.regret), 0.01);
}

/** @param {Screen} screen @param {Place} place @param {Place[]} places */
function placeItem(screen, place, places) {
  const { context } = place;
  const others = places.filter((other) => other.context.id !== context.id);
  return html`<li class="place-item ${screen.tints.name(context.id)}" data-key=${context.id}>
    <span class="position" aria-label="Position ${place.position}">${place.position}</span>
    <div class="place-main">
      <h3>${context.name}${place.pinned ? html` <span class="pin-mark">first</span>` : nothing}</h3>
      <p class="small place-reason">${place.because.slice(0, 3).join(" ")}</p>
      ${why(place.because.slice(3), { title: "More reasons" })}
      ${screen.canDecide
        ? html`<div class="pins">
            <button class="chip" aria-pressed=${place.pinned ? "true" : "false"} @click=${() => screen.pinFirst(context, !place.pinned)}>Begin here</button>
            <label class="chip chip-select ${place.after ? "chosen" : ""}">
              After
              <select
                aria-label="${context.name} comes after"
                .value=${live(place.after?.id ?? "")}
                @change=${(/** @type {Event} */ event) => {
                  const id = /** @type {HTMLSelectElement} */ (event.target).value;
                  screen.pinAfter(context, screen.byId.get(id) ?? null);
                }}
              >
                <option value="" ?selected=${!place.after}>nobody</option>
                ${others.map((other) => html`<option value=${other.context.id} ?selected=${place.after?.id === other.context.id}>${other.context.name}</option>`)}
              </select>
            </label>
          </div>`
        : nothing}
    </div>
    <div class="scores">${place.scores.map((score) => stepper(screen, place, score))}</div>
  </li>`;
}

/** @param {Screen} screen @param {Place} place @param {import("./extraction.js").Score} score */
function stepper(screen, place, score) {
  const shown = Math.min(Math.max(Math.round(score.value), 1), 5);
  const set = (/** @type {number} */ value) => screen.decide(place.context, score.property, value);
  const name = `${capital(score.property)} of ${place.context.name}`;
  return html`<div class="stepper ${score.assumed ? "assumed" : ""}" role="group" aria-label=${name}>
    <span class="stepper-name">${capital(score.property)}</span>
    <button aria-label="Less" ?disabled=${!screen.canDecide || shown <= 1} @click=${() => set(shown - 1)}>−</button>
    <output title=${score.assumed ? "Assumed; nobody has said so" : "Set by you and your team"}>${shown}</output>
    <button aria-label="More" ?disabled=${!screen.canDecide || shown >= 5} @click=${() => set(shown + 1)}>+</button>
  </div>`;
}

/** @param {Screen} screen @param {Place[]} places */
function roadmapBars(screen, places) {
  return html`<ol class="roadmap-bars">
    ${roadmap(places).map(
      ({ place, start, length }) => html`<li class=${screen.tints.name(place.context.id)}>
        <span class="roadmap-name">${place.context.name}</span>
        <svg class="roadmap-line" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
          <rect class="roadmap-ground" x="0" y="3" width="100" height="2"></rect>
          <rect class="roadmap-bar" x=${start * 100} y="0" width=${Math.max(length * 100 - 0.6, 1)} height="8"></rect>
        </svg>
      </li>`,
    )}
  </ol>`;
}

/** @param {string} text */
function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
