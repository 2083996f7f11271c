/** Findings: what the rules say, worst first; a click leads to the note. */
import { html } from "../lib/vendor/lit-html.js";
import { SEVERITY_NAMES } from "../lib/severities.js";
import { KINDS } from "../model/kinds.js";
import { icon, swatch } from "./icon.js";

/** @typedef {import("../tools/workspace.js").Workspace} Workspace */
/** @typedef {import("./analysis.js").AnalysisFeed} AnalysisFeed */
/** @typedef {import("../api/shapes.js").Finding} Finding */

const A_PAGE = 60;

/** @param {Workspace} desk @param {AnalysisFeed} feed @param {() => void} draw @returns {import("./dock.js").Panel} */
export function findingsPanel(desk, feed, draw) {
  /** @type {string | null} */
  let about = null;
  let shown = A_PAGE;
  let entering = false;
  feed.addEventListener("change", draw);
  return {
    title: "Findings",
    opened: ({ element }) => {
      about = element ?? null;
      shown = A_PAGE;
      entering = feed.findings.length > 0;
      draw();
    },
    drawn: () => {
      const first = document.querySelector(/** @type {"button"} */ (".findings-group button"));
      if (!entering || !first) return;
      entering = false;
      first.focus();
    },
    body: () => {
      const chosen = about ? feed.findings.filter((finding) => finding.element === about) : feed.findings;
      const groups = Object.keys(SEVERITY_NAMES).map((severity) => ({ severity, list: chosen.filter((finding) => finding.severity === severity) }));
      const all = () => {
        about = null;
        draw();
      };
      let room = shown;
      return html`
        ${about ? html`<button class="button button-quiet" @click=${all}>${icon("outline")} All ${feed.findings.length} findings</button>` : ""}
        ${feed.trouble ? html`<p class="panel-trouble">${feed.trouble}</p>` : ""}
        ${!chosen.length && !feed.trouble ? html`<p class="panel-empty">${feed.current ? "Nothing to settle. The rules agree with the wall." : "Reading the wall…"}</p>` : ""}
        ${groups.map(({ severity, list }) => {
          const part = list.slice(0, Math.max(0, room));
          room -= part.length;
          return part.length
            ? html`<section class="findings-group" data-severity=${severity}>
                <h3>${SEVERITY_NAMES[severity]} <span class="badge">${list.length}</span></h3>
                <ul>${part.map((finding) => one(desk, finding))}</ul>
              </section>`
            : "";
        })}
        ${chosen.length > shown ? html`<button class="button" @click=${() => ((shown += A_PAGE), draw())}>Show more</button>` : ""}
      `;
    },
  };
}

/** @param {Workspace} desk @param {Finding} finding */
function one(desk, { element, message, fix, rule }) {
  const note = desk.board.elements.get(element);
  const content = html`${note ? swatch(note.kind) : ""}<span class="finding-text"><span>${message}</span>${fix ? html`<span class="muted">${fix}</span>` : ""}</span>`;
  const title = note ? `${KINDS[note.kind]?.name ?? "Note"}: ${note.label} · rule ${rule}` : `Rule ${rule}`;
  return html`<li>${desk.exists(element)
    ? html`<button class="finding" title=${title} @click=${() => desk.flyTo(element)}>${content}</button>`
    : html`<div class="finding" title=${title}>${content}</div>`}</li>`;
}
