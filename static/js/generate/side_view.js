import { html, nothing } from "../lib/vendor/lit-html.js";
import { POLICIES, perContext } from "./tree.js";

/** @typedef {import("./screen.js").GenerateScreen} Screen */

/** Beside the file: taking it away, what needs a look, releases, and who may write which file. @param {Screen} screen */
export function sideView(screen) {
  return html`${takeAway(screen)} ${problems(screen)} ${releases(screen)} ${changes(screen)} ${contexts(screen)} ${policies()}`;
}

/** @param {Screen} screen */
function takeAway(screen) {
  return html`<section>
    <h2>Take it away</h2>
    <a class="button button-primary" href="${screen.edges.api}generation/archive/" download>Download as zip</a>
    <p class="small muted">Or on the command line, which also merges into what you changed:</p>
    <pre class="command" tabindex="0">python -m eventstorm generate board.json --out system</pre>
    <p class="small"><a href="${screen.edges.api}document/" download="board.json">Download board.json</a></p>
  </section>`;
}

/** @param {Screen} screen */
function problems(screen) {
  const found = screen.generation?.problems ?? [];
  return html`<section>
    <h2>To look at ${found.length ? html`<span class="badge">${found.length}</span>` : nothing}</h2>
    ${found.length
      ? html`<ul class="problem-list">
          ${found.map(
            (problem) => html`<li class="problem severity-${problem.severity}">
              <p>${problem.message}</p>
              ${problem.fix ? html`<p class="small muted">${problem.fix}</p>` : nothing}
              ${problem.element ? html`<a class="small" href="${screen.edges.boardUrl}#note=${encodeURIComponent(problem.element)}">Show on the wall</a>` : nothing}
            </li>`,
          )}
        </ul>`
      : html`<p class="small muted">Everything on the wall found its way into a file.</p>`}
  </section>`;
}

/** @param {Screen} screen */
function releases(screen) {
  const publish = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    void screen.publish(String(new FormData(form).get("name") ?? "").trim()).then(() => form.reset());
  };
  return html`<section>
    <h2>Releases</h2>
    <p class="small muted">A release freezes the model under a number, so that services can be built against it.</p>
    ${screen.edges.canRelease
      ? html`<form class="publish" @submit=${publish}>
          <input class="input" name="name" maxlength="200" placeholder="What is new?" aria-label="Name of this release" />
          <button class="button" ?disabled=${screen.publishing}>Publish release</button>
        </form>`
      : nothing}
    ${screen.releases.length
      ? html`<ol class="release-list">
          ${screen.releases.map((release) => releaseItem(screen, release))}
        </ol>`
      : html`<p class="small">None yet.</p>`}
  </section>`;
}

/** @param {Screen} screen @param {import("./screen.js").Release} release */
function releaseItem(screen, release) {
  const behind = (screen.generation?.revision ?? release.revision) - release.revision;
  return html`<li class="release">
    <p><strong>Release ${release.number}</strong>${release.name ? html` · ${release.name}` : nothing}</p>
    <p class="small muted">
      ${when(release.created)} · revision ${release.revision}${behind > 0 ? html` · ${behind} ${behind === 1 ? "change" : "changes"} since` : nothing}
    </p>
  </li>`;
}

/** @param {number} breaking @param {number} all */
function breakingWords(breaking, all) {
  if (!breaking) return "Old and new readers understand all of it.";
  const which = breaking < all ? `${breaking} of them` : all === 1 ? "It" : `All ${all}`;
  return `${which} would break services that read the events.`;
}

/** What readers of the events will notice. @param {Screen} screen */
function changes(screen) {
  const { since } = screen;
  if (!since || since.release === null) return nothing;
  const breaking = since.changes.filter((change) => change.breaks).length;
  return html`<section>
    <h2>Since release ${since.release} ${since.changes.length ? html`<span class="badge">${since.changes.length}</span>` : nothing}</h2>
    ${since.changes.length
      ? html`<p class="small ${breaking ? "warn" : "muted"}">
            ${breakingWords(breaking, since.changes.length)}
          </p>
          <ul class="problem-list">
            ${since.changes.map(
              (change) => html`<li class="problem ${change.breaks ? "severity-error" : ""}">
                <p><strong>${change.event}</strong>${change.field ? html` <code>${change.field}</code>` : nothing}</p>
                <p class="small">${change.message}</p>
              </li>`,
            )}
          </ul>`
      : html`<p class="small muted">The schemas are as they were.</p>`}
  </section>`;
}

/** @param {string | undefined} at ISO 8601 */
function when(at) {
  if (!at) return "";
  return new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" }).format(new Date(at));
}

/** @param {Screen} screen */
function contexts(screen) {
  const counts = perContext(screen.generation?.files ?? []);
  if (!counts.length) return nothing;
  return html`<section>
    <h2>Services</h2>
    <ul class="service-list">
      ${counts.map(
        ({ context, count }) => html`<li>
          <button class="service" @click=${() => screen.find(`services/${context}/`)}>${context}</button> <span class="small muted">${count} files</span>
        </li>`,
      )}
    </ul>
  </section>`;
}

function policies() {
  return html`<section>
    <h2>Who writes which file</h2>
    <dl class="policies">
      ${Object.entries(POLICIES).map(([code, policy]) => html`<dt><span class="policy policy-${code}">${policy.name}</span></dt><dd class="small">${policy.meaning}</dd>`)}
    </dl>
  </section>`;
}
