import { html, nothing } from "../lib/vendor/lit-html.js";
import { empty } from "../understand/pieces.js";
import { drawer } from "./drawer_view.js";
import { progress, progressSentence } from "./journey.js";
import { rows } from "./rows_view.js";

/** The Migrate place as a template. @param {import("./screen.js").MigrateScreen} screen */
export function migrateView(screen) {
  const { playbook, page, error } = screen;
  return html`
    <div class="progress-line ${screen.busy ? "running" : ""}" role="progressbar" aria-label="Planning" ?hidden=${!screen.busy}></div>
    ${error
      ? html`<div class="trouble" role="alert">
          <p><strong>${error.message}</strong> ${error.remedy}</p>
          <button class="button" @click=${() => screen.plan({ now: true })}>Try again</button>
        </div>`
      : nothing}
    ${!playbook ? html`<p class="waiting muted">${error ? "" : "Planning…"}</p>` : playbook.pages.length ? places(screen, playbook, page) : nothingYet(screen)}
  `;
}

/**
 * @param {import("./screen.js").MigrateScreen} screen
 * @param {import("./journey.js").Playbook} playbook
 * @param {import("./journey.js").ContextPage | null} page
 */
function places(screen, playbook, page) {
  return html`<div class="migrate-grid ${page ? "with-drawer" : ""}">
    <div class="migrations">
      <header class="migrate-head">
        <div>
          <h1>Migration</h1>
          <p class="muted">${progressSentence(progress(playbook))}</p>
        </div>
        <a class="button" href="${screen.edges.api}playbook/archive/" download>Download playbook</a>
      </header>
      ${rows(screen, playbook.pages)}
    </div>
    ${page ? drawer(screen, page) : nothing}
  </div>`;
}

/** @param {import("./screen.js").MigrateScreen} screen */
function nothingYet(screen) {
  return empty(
    "Nothing to migrate yet",
    "Each context leaves the monolith in six stages, each with its measurements and its way back. They appear here once the wall has contexts.",
    html`<a class="button button-primary" href=${screen.edges.boardUrl}>Go to the wall</a>`,
  );
}
