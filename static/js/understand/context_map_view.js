import { html, nothing, repeat, svg } from "../lib/vendor/lit-html.js";
import { diagram } from "./diagram.js";
import { contextBadge, empty, noteLink, why, words } from "./pieces.js";
import { relations } from "./relations.js";
import { Viewport } from "./viewport.js";

/**
 * @typedef {import("./screen.js").UnderstandScreen} Screen
 * @typedef {import("./relations.js").Relation} Relation
 */

const NODE_HEIGHT = 52;
/** The map begins no smaller than this, also on a phone. */
const READABLE = 0.55;
const LABEL = { letter: 6.1, pad: 14, height: 20 };

export class ContextMapView {
  /** @type {Viewport | null} */
  #viewport = null;
  /** @type {{analysis: unknown, relations: Relation[], drawn: import("./diagram.js").Diagram} | null} */
  #cached = null;

  /** @param {Screen} screen */
  constructor(screen) {
    this.screen = screen;
  }

  /** @param {ParentNode} root */
  attach(root) {
    const drawing = root.querySelector("svg.context-map");
    if (!(drawing instanceof SVGSVGElement)) {
      this.#viewport = null;
      return;
    }
    if (this.#viewport?.svg !== drawing) this.#viewport = new Viewport(drawing);
    const { drawn } = this.#shapes();
    this.#viewport.show({ x: 0, y: 0, width: drawn.width, height: drawn.height }, READABLE);
  }

  template() {
    const contexts = this.screen.analysis?.contexts ?? [];
    if (contexts.length < 2) {
      return empty(
        "A map needs two contexts",
        "It shows which context depends on which: an event of one that a policy of the other reacts to, or a command that is sent across.",
      );
    }
    const { relations: found, drawn } = this.#shapes();
    return html`<div class="split">
      <div class="drawing">
        <svg
          class="context-map ${this.screen.relation || this.screen.chosen ? "has-chosen" : ""}"
          tabindex="0"
          role="group"
          aria-label="Context map: ${contexts.length} contexts, ${found.length} dependencies. Upstream stands above."
        >
          <defs>
            <marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto">
              <path class="arrow-head" d="M0 1 9 5 0 9z"></path>
            </marker>
          </defs>
          ${repeat(found, (relation) => relation.key, (relation, index) => this.#edge(relation, drawn.curves[index]))}
          ${repeat(contexts, (context) => context.id, (context) => this.#node(context.id, context.name, drawn.boxes.get(context.id)))}
        </svg>
        <div class="view-buttons" role="group" aria-label="Zoom">
          <button class="icon-button" title="Zoom out (−)" aria-label="Zoom out" @click=${() => this.#viewport?.zoomOut()}>−</button>
          <button class="icon-button" title="Show everything (0)" aria-label="Show everything" @click=${() => this.#viewport?.fit()}>▢</button>
          <button class="icon-button" title="Zoom in (+)" aria-label="Zoom in" @click=${() => this.#viewport?.zoomIn()}>+</button>
        </div>
      </div>
      <aside class="side" aria-label="Dependencies">${this.#side(found)}</aside>
    </div>`;
  }

  #shapes() {
    const analysis = this.screen.analysis;
    if (this.#cached?.analysis !== analysis) {
      const found = relations(analysis);
      const nodes = (analysis?.contexts ?? []).map((context) => ({
        id: context.id,
        width: Math.min(Math.max(context.name.length * 8 + 44, 112), 260),
        height: NODE_HEIGHT,
      }));
      const edges = found.map((relation) => ({
        from: relation.upstream,
        to: relation.downstream,
        label: { width: patternWords(relation).length * LABEL.letter + LABEL.pad, height: LABEL.height },
      }));
      this.#cached = { analysis, relations: found, drawn: diagram(nodes, edges) };
    }
    return this.#cached;
  }

  /** @param {string} id @param {string} name @param {import("./geometry.js").Box | undefined} box */
  #node(id, name, box) {
    if (!box) return nothing;
    const letters = Math.floor((box.width - 40) / 8);
    const chosen = this.screen.chosen === id;
    return svg`<g class="map-node ${this.screen.tints.name(id)} ${chosen ? "chosen" : ""}" role="button" tabindex="0"
      aria-pressed=${chosen ? "true" : "false"} aria-label="Context ${name}"
      @click=${() => this.#chooseContext(id)} @keydown=${onEnter(() => this.#chooseContext(id))}>
      <rect x=${box.x} y=${box.y} width=${box.width} height=${box.height} rx="8"></rect>
      <rect class="map-edge-bar" x=${box.x} y=${box.y + 10} width="4" height=${box.height - 20} rx="2"></rect>
      <text x=${box.x + box.width / 2} y=${box.y + box.height / 2 + 5}>${name.length > letters ? `${name.slice(0, letters - 1)}…` : name}</text>
    </g>`;
  }

  /** @param {Relation} relation @param {{path: string, label: [number, number]} | undefined} curve */
  #edge(relation, curve) {
    if (!curve) return nothing;
    const text = patternWords(relation);
    const width = text.length * LABEL.letter + LABEL.pad;
    const [x, y] = curve.label;
    const { chosen } = this.screen;
    const on = this.screen.relation === relation.key || chosen === relation.upstream || chosen === relation.downstream;
    const choose = () => this.screen.chooseRelation(relation.key);
    return svg`<g class="map-edge ${on ? "chosen" : ""} ${relation.mutual ? "mutual" : ""}" role="button" tabindex="0"
      aria-label="${this.#sentence(relation)}" @click=${choose} @keydown=${onEnter(choose)}>
      <path class="map-edge-hit" d=${curve.path}></path>
      <path class="map-edge-line" d=${curve.path} marker-end="url(#arrow)"></path>
      <rect class="map-label" x=${x - width / 2} y=${y - LABEL.height / 2} width=${width} height=${LABEL.height} rx="10"></rect>
      <text class="map-label-text" x=${x} y=${y + 4}>${text}</text>
    </g>`;
  }

  /** @param {Relation} relation */
  #sentence(relation) {
    const name = (/** @type {string} */ id) => this.screen.byId.get(id)?.name ?? "";
    return `${name(relation.upstream)} is upstream of ${name(relation.downstream)}: ${relation.patterns.map(words).join(", ")}`;
  }

  /** @param {string} id */
  #chooseContext(id) {
    this.screen.relation = null;
    this.screen.choose(id);
  }

  /** @param {Relation[]} found */
  #side(found) {
    const { chosen, relation } = this.screen;
    const shown = found.filter((item) =>
      relation ? item.key === relation : chosen ? item.upstream === chosen || item.downstream === chosen : true,
    );
    const cycles = this.screen.analysis?.cycles ?? [];
    return html`
      ${!found.length ? empty("No dependency yet", "None of these contexts reacts to another. Link an event to a policy of another context to make one.") : nothing}
      ${cycles.length && !relation && !chosen ? cycleList(this.screen, cycles) : nothing}
      ${found.length
        ? html`<div class="side-head">
            <h2>${relation || chosen ? "Chosen" : `${found.length} dependencies`}</h2>
            ${relation || chosen
              ? html`<button class="button button-quiet" @click=${() => this.#all()}>Show all</button>`
              : nothing}
          </div>`
        : nothing}
      <ul class="relation-list">
        ${repeat(shown, (item) => item.key, (item) => relationItem(this.screen, item))}
      </ul>
    `;
  }

  #all() {
    this.screen.relation = null;
    this.screen.choose(null);
  }
}

/** @param {Screen} screen @param {Relation} relation */
function relationItem(screen, relation) {
  return html`<li class="relation">
    <button class="relation-head" aria-pressed=${screen.relation === relation.key ? "true" : "false"} @click=${() => screen.chooseRelation(relation.key)}>
      ${contextBadge(screen, relation.upstream)} <span aria-label="is upstream of">→</span> ${contextBadge(screen, relation.downstream)}
    </button>
    <p class="small">${relation.patterns.map(words).join(", ")}${relation.mutual ? html` · <strong>in both directions</strong>` : nothing}</p>
    <div class="note-links">${relation.via.map((id) => noteLink(screen, id))}</div>
    ${why(relation.because, { open: screen.relation === relation.key })}
  </li>`;
}

/** @param {Screen} screen @param {import("../api/shapes.js").Cycle[]} cycles */
function cycleList(screen, cycles) {
  return html`<div class="cycles">
    <h2>${cycles.length === 1 ? "One circle" : `${cycles.length} circles`}</h2>
    ${cycles.map(
      (cycle) => html`<div class="cycle">
        <p>${cycle.contexts.map((id) => contextBadge(screen, id))}</p>
        ${cycle.cut.length
          ? html`<p class="small">Cut ${cycle.cut.map(([downstream, upstream], index) => html`${index ? " and " : ""}${screen.byId.get(downstream)?.name} → ${screen.byId.get(upstream)?.name}`)} to open it.</p>`
          : nothing}
        ${why(cycle.because)}
      </div>`,
    )}
  </div>`;
}

/** @param {Relation} relation */
function patternWords(relation) {
  const text = relation.patterns.map(words).join(", ");
  return text.length > 34 ? `${text.slice(0, 33)}…` : text;
}

/** @param {() => void} act */
function onEnter(act) {
  return (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
}
