import { html } from "../lib/vendor/lit-html.js";
import { SEVERITY_NAMES } from "../lib/severities.js";
import { empty, noteLink } from "./pieces.js";

/**
 * @typedef {import("./screen.js").UnderstandScreen} Screen
 * @typedef {import("../api/shapes.js").Finding} Finding
 */

const SEVERITIES = Object.keys(SEVERITY_NAMES);

/** The most serious first, else in the analysis' order. @param {Finding[]} findings */
export function bySeverity(findings) {
  /** @type {Map<string, Finding[]>} */
  const groups = new Map();
  for (const finding of findings) groups.set(finding.severity, [...(groups.get(finding.severity) ?? []), finding]);
  const rank = (/** @type {string} */ severity) => (SEVERITIES.includes(severity) ? SEVERITIES.indexOf(severity) : SEVERITIES.length);
  return [...groups].sort((a, b) => rank(a[0]) - rank(b[0]));
}

/** @param {Screen} screen */
export function findingsView(screen) {
  const findings = screen.analysis?.findings ?? [];
  if (!findings.length) return empty("Nothing to mend", "When something on the wall contradicts itself or is missing, it is listed here with a way to mend it.");
  return html`<div class="findings">
    ${bySeverity(findings).map(
      ([severity, group]) => html`<section aria-labelledby="severity-${severity}">
        <h2 id="severity-${severity}"><span class="severity severity-${severity}">${SEVERITY_NAMES[severity] ?? severity}</span> <span class="muted">${group.length}</span></h2>
        <ul class="finding-list">
          ${group.map(
            (finding) => html`<li class="finding">
              <span class="rule">${finding.rule}</span>
              <div>
                <p>${finding.message}</p>
                ${finding.fix ? html`<p class="small muted">${finding.fix}</p>` : ""}
              </div>
              ${finding.element && screen.board.elements.has(finding.element) ? noteLink(screen, finding.element) : ""}
            </li>`,
          )}
        </ul>
      </section>`,
    )}
  </div>`;
}
