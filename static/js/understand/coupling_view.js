import { html } from "../lib/vendor/lit-html.js";
import { heat, matrix } from "./coupling.js";
import { contextBadge, empty, noteLink } from "./pieces.js";

/** @typedef {import("./screen.js").UnderstandScreen} Screen */

/** @param {Screen} screen */
export function couplingView(screen) {
  const contexts = screen.analysis?.contexts ?? [];
  if (contexts.length < 2) {
    return empty("Coupling takes two", "With a second context this becomes a matrix of who depends on whom, how strongly, and through which notes.");
  }
  if (!screen.coupling) return html`<p class="waiting muted">Counting…</p>`;
  const { ids, cell, most } = matrix(contexts.map((context) => context.id), screen.coupling.cells);
  const name = (/** @type {string} */ id) => screen.byId.get(id)?.name ?? id;
  const chosen = screen.coupling.cells.find((item) => `${item.upstream} ${item.downstream}` === screen.relation);
  return html`<div class="coupling">
    <header>
      <h2>Coupling</h2>
      <p class="muted">A row depends on its columns: each command counts 3, each read model 1.5, each event 1.</p>
    </header>
    <div class="coupling-scroll" tabindex="0" role="region" aria-label="Coupling matrix">
      <table class="matrix">
        <thead>
          <tr>
            <td class="corner"></td>
            ${ids.map((id) => html`<th scope="col" title=${name(id)}><span>${name(id)}</span></th>`)}
          </tr>
        </thead>
        <tbody>
          ${ids.map(
            (row) => html`<tr>
              <th scope="row" title=${name(row)}>${name(row)}</th>
              ${ids.map((column) => {
                if (row === column) return html`<td class="self"></td>`;
                const needed = cell(row, column);
                if (!needed) return html`<td></td>`;
                const key = `${column} ${row}`;
                return html`<td class="heat-${heat(needed.weight, most)}">
                  <button
                    aria-pressed=${screen.relation === key ? "true" : "false"}
                    aria-label="${name(row)} depends on ${name(column)}: ${needed.weight}"
                    @click=${() => screen.chooseRelation(key)}
                  >
                    ${needed.weight}
                  </button>
                </td>`;
              })}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <section class="coupling-reason" aria-live="polite">
      ${chosen
        ? html`<p class="coupling-pair">${contextBadge(screen, chosen.downstream)} depends on ${contextBadge(screen, chosen.upstream)} <strong>${chosen.weight}</strong></p>
            <div class="note-links">${chosen.via.map((id) => noteLink(screen, id))}</div>
            <ul class="small muted">
              ${chosen.because.map((sentence) => html`<li>${sentence}</li>`)}
            </ul>`
        : html`<p class="muted">Choose a number to see the notes behind it.</p>`}
    </section>
  </div>`;
}
