import { html, nothing } from "../lib/vendor/lit-html.js";
import { noteLink, words } from "../understand/pieces.js";
import { currentStage } from "./journey.js";
import { gaugeList } from "./rows_view.js";

/**
 * The playbook page of one context.
 *
 * @typedef {import("./screen.js").MigrateScreen} Screen
 * @typedef {import("./journey.js").ContextPage} ContextPage
 * @typedef {import("./journey.js").StagePage} StagePage
 */

/** @param {Screen} screen @param {ContextPage} page */
export function drawer(screen, page) {
  return html`<aside id="drawer" class="drawer ${screen.tints.name(page.context)}" aria-label="Playbook of ${page.name}">
    <header class="drawer-head">
      <h2><span class="swatch"></span> ${page.name}</h2>
      <button class="icon-button" aria-label="Close" title="Close (Esc)" @click=${() => screen.choose(null)}>✕</button>
    </header>
    <div class="drawer-body">
      ${section("Now", steps(todo(page)))} ${gate(screen, page)} ${section("Stages", stages(page))} ${neighbours(page)}
      ${facade(screen, page)} ${capture(screen, page)} ${events(screen, page)} ${section("To take out of the monolith at the end", steps(page.decommission))}
      ${page.because.length ? section("Why here in the order", plain(page.because)) : nothing}
    </div>
  </aside>`;
}

/** What to do; what the gate says about itself stands there. @param {ContextPage} page */
function todo(page) {
  const said = new Set(currentStage(page)?.gate.reasons);
  return page.next_steps.filter((step) => !said.has(step));
}

/** @param {string} title @param {unknown} content */
function section(title, content) {
  return html`<section class="drawer-section"><h3>${title}</h3>${content}</section>`;
}

/** @param {string[]} texts */
function steps(texts) {
  return html`<ol class="steps">${texts.map((text) => html`<li>${text}</li>`)}</ol>`;
}

/** @param {string[]} texts */
function plain(texts) {
  return html`<ul class="plain">${texts.map((text) => html`<li>${text}</li>`)}</ul>`;
}

/** The gate of the stage under way: readings to enter, criteria to sign. @param {Screen} screen @param {ContextPage} page */
function gate(screen, page) {
  const stage = currentStage(page);
  if (!stage) return nothing;
  return html`<section class="drawer-section gate gate-${stage.gate.state}">
    <h3 id="gate-title">Gate of ${stage.name}: ${{ passed: "passed", blocked: "blocked", unknown: "open" }[stage.gate.state]}</h3>
    ${gaugeList(screen, page, stage.gate.readings)} ${plain(stage.gate.reasons)}
    ${screen.canDecide ? html`${measureForm(screen, page, stage)} ${signForm(screen, page, stage)}` : nothing}
    ${stage.sign_offs.length
      ? html`<ul class="plain signed">
          ${stage.sign_offs.map((sign) => html`<li>Signed off by ${sign.by || "somebody"}${sign.note ? html`: ${sign.note}` : nothing}</li>`)}
        </ul>`
      : nothing}
  </section>`;
}

/** @param {Screen} screen @param {ContextPage} page @param {StagePage} stage */
function measureForm(screen, page, stage) {
  const submit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const data = new FormData(form);
    screen.measure(page, String(data.get("kpi")), Number(String(data.get("value")).replace(",", ".")));
    /** @type {HTMLInputElement} */ (form.elements.namedItem("value")).value = "";
  };
  const measured = stage.gate.readings.filter(({ kpi }) => kpi.code !== "open_hotspots");
  if (!measured.length) return nothing;
  return html`<form class="entry" @submit=${submit}>
    <label class="field"><span>Enter a measurement</span>
      <select class="input" name="kpi">${measured.map(({ kpi }) => html`<option value=${kpi.code}>${kpi.name}${kpi.unit ? ` (${kpi.unit})` : ""}</option>`)}</select>
    </label>
    <input class="input entry-value" name="value" inputmode="decimal" required pattern="-?[0-9]+([.,][0-9]+)?" placeholder="Value" aria-label="Value" />
    <button class="button">Enter</button>
  </form>`;
}

/** @param {Screen} screen @param {ContextPage} page @param {StagePage} stage */
function signForm(screen, page, stage) {
  const mine = stage.sign_offs.some((sign) => sign.by === screen.edges.member.name);
  if (mine) return html`<button class="button" @click=${() => screen.unsign(page, stage.code)}>Take my sign-off back</button>`;
  const submit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const note = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get("note") ?? "").trim();
    screen.signOff(page, stage.code, note);
  };
  return html`<form class="sign" @submit=${submit}>
    ${plain(stage.criteria)}
    <div class="entry">
      <label class="field"><span>Sign off as ${screen.edges.member.name}</span>
        <input class="input" name="note" maxlength="1000" placeholder="Why, if a target is missed" />
      </label>
      <button class="button">Sign off</button>
    </div>
  </form>`;
}

/** @param {ContextPage} page */
function stages(page) {
  return html`${page.stages.map(
    (stage) => html`<details class="stage stage-${stage.state}" ?open=${stage.state === "current"}>
      <summary>${stage.name} <span class="small muted">${{ past: "behind", current: "under way", ahead: "" }[stage.state]}</span></summary>
      ${steps(stage.actions)}
      <dl class="facts">
        <dt>Synchronisation</dt><dd>${stage.synchronisation}</dd>
        <dt>Success</dt><dd>${stage.criteria.join(" ")}</dd>
        <dt>Measured by</dt><dd>${stage.gate.readings.map(({ kpi }) => kpi.name).join(", ")}</dd>
        <dt>Way back</dt><dd>${stage.way_back.join(" ")}</dd>
      </dl>
    </details>`,
  )}`;
}

/** @param {ContextPage} page */
function neighbours(page) {
  const list = (/** @type {import("./journey.js").Need[]} */ needs) =>
    html`<ul class="plain">${needs.map((need) => html`<li><strong>${need.name}</strong> <span class="muted">${words(need.pattern)}: ${need.labels.join(", ")}${need.extracted ? " (out already)" : ""}</span></li>`)}</ul>`;
  return html`${page.needs.length ? section("It needs", list(page.needs)) : nothing}
  ${page.needed_by.length ? section("Who needs it", list(page.needed_by)) : nothing}`;
}

/** @param {Screen} screen @param {ContextPage} page */
function facade(screen, page) {
  const table = (/** @type {import("./journey.js").Route[]} */ routes) =>
    html`<ul class="routes">${routes.map((route) => html`<li><code><b>${route.method}</b> ${route.path}</code> ${noteLink(screen, route.element)}</li>`)}</ul>`;
  return html`${page.reads.length ? section("Façade: reads", table(page.reads)) : nothing}
  ${page.writes.length ? section("Façade: writes", table(page.writes)) : nothing}`;
}

/** @param {Screen} screen @param {ContextPage} page */
function capture(screen, page) {
  if (!page.aggregates.length) return nothing;
  return section(
    "Change data capture",
    html`<ul class="routes">${page.aggregates.map((item) => html`<li><code>${item.table}</code> ${noteLink(screen, item.element)}</li>`)}</ul>
      <p class="small muted">The tables are guessed from the names; put the monolith's own in the connector.</p>`,
  );
}

/** @param {Screen} screen @param {ContextPage} page */
function events(screen, page) {
  if (!page.events.length) return nothing;
  return section(
    "Topics",
    html`<ul class="routes">${page.events.map((event) => html`<li><code>${event.topic}</code> ${noteLink(screen, event.element)} ${event.readers.length ? html`<span class="small muted">read by ${event.readers.join(", ")}</span>` : nothing}</li>`)}</ul>`,
  );
}
