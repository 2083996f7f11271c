import { html, nothing, repeat, svg } from "../lib/vendor/lit-html.js";
import { areas, namePlaces } from "./areas.js";
import { boxesOf, kindName } from "./boxes.js";
import { around, grown, overlap } from "./geometry.js";
import { noteUrl } from "./pieces.js";
import { Viewport } from "./viewport.js";
import { wrapped } from "./wrapped.js";

/**
 * The calmed wall: notes as small shapes, contexts as tinted areas. One path for all notes of a kind keeps a wall of
 * thousands light.
 *
 * @typedef {import("./screen.js").UnderstandScreen} Screen
 * @typedef {import("./geometry.js").Box} Box
 */

/** From this scale on, notes can be read. */
const READABLE = 0.5;
/** At most so many labels are drawn at once. */
const LABELS = 250;
/** Size of areas' names on the screen (px). */
const NAME = 14;
const NAME_NARROW = 11;

export class WallView {
  /** @type {Viewport | null} */
  #viewport = null;
  /** @type {{elements: unknown, analysis: unknown, value: ReturnType<WallView["compute"]>} | null} */
  #cached = null;
  /** @type {string | null} the note under the pointer */
  #over = null;

  /** @param {Screen} screen @param {() => void} changed */
  constructor(screen, changed) {
    this.screen = screen;
    this.changed = changed;
  }

  /** After a change of the notes. */
  forget() {
    this.#cached = null;
  }

  /** After the notes found other places. */
  lookAtAll() {
    this.forget();
    this.#viewport?.show(this.#shapes().whole);
    this.#viewport?.fit();
  }

  /** After the template was rendered: takes hold of the drawing. @param {ParentNode} root */
  attach(root) {
    const drawing = root.querySelector("svg.wall-map");
    if (!(drawing instanceof SVGSVGElement)) {
      this.#viewport = null;
      return;
    }
    if (this.#viewport?.svg !== drawing) this.#viewport = new Viewport(drawing, this.changed);
    this.#viewport.show(this.#shapes().whole);
  }

  template() {
    const { whole, areas: found, kinds } = this.#shapes();
    const scale = this.#viewport?.scale ?? 0;
    const names = new Map([...this.screen.byId].map(([id, context]) => [id, context.name]));
    const size = scale ? (this.#viewport?.narrow ? NAME_NARROW : NAME) / scale : 0;
    const places = scale ? namePlaces(found, names, size) : new Map();
    return html`<div class="wall-frame">
      <svg
        class="wall-map ${this.screen.chosen ? "has-chosen" : ""}"
        tabindex="0"
        role="group"
        aria-label="The wall with ${found.length} contexts as areas. Arrow keys move, plus and minus zoom, 0 shows everything."
        @click=${(/** @type {MouseEvent} */ event) => this.#click(event)}
        @pointermove=${(/** @type {PointerEvent} */ event) => this.#hover(event)}
        @pointerleave=${() => this.#point(null)}
      >
        ${repeat(found, (area) => area.id, (area) => this.#area(area))}
        ${kinds.map(([kind, path]) => svg`<path class="wall-note kind-${kind}" d=${path}></path>`)} ${this.#chosenNotes()}
        ${scale >= READABLE ? this.#labels() : nothing}
        ${repeat(found, (area) => area.id, (area) => this.#name(area.id, places.get(area.id), size))}
      </svg>
      ${this.#tip(whole)}
      <div class="view-buttons" role="group" aria-label="Zoom">
        <button class="icon-button" title="Zoom out (−)" aria-label="Zoom out" @click=${() => this.#viewport?.zoomOut()}>−</button>
        <button class="icon-button" title="Show everything (0)" aria-label="Show everything" @click=${() => this.#viewport?.fit()}>▢</button>
        <button class="icon-button" title="Zoom in (+)" aria-label="Zoom in" @click=${() => this.#viewport?.zoomIn()}>+</button>
      </div>
    </div>`;
  }

  compute() {
    const boxes = boxesOf(this.screen.board);
    const contexts = this.screen.analysis?.contexts ?? [];
    const whole = around(boxes.values());
    return {
      boxes,
      areas: areas(contexts, boxes),
      kinds: this.#kindPaths(boxes),
      whole: whole ? grown(whole, 60) : { x: 0, y: 0, width: 0, height: 0 },
    };
  }

  /** One path for all notes of a kind. @param {Iterable<[string, Box]>} boxes @returns {[string, string][]} */
  #kindPaths(boxes) {
    /** @type {Map<string, string[]>} */
    const kinds = new Map();
    for (const [id, { x, y, width, height }] of boxes) {
      const kind = this.screen.board.elements.get(id)?.kind ?? "note";
      const paths = kinds.get(kind) ?? [];
      paths.push(`M${Math.round(x)} ${Math.round(y)}h${width}v${height}h${-width}z`);
      kinds.set(kind, paths);
    }
    return [...kinds].map(([kind, paths]) => [kind, paths.join("")]);
  }

  /** The notes of the chosen context once more, above the others that step back. */
  #chosenNotes() {
    const own = new Set(this.screen.byId.get(this.screen.chosen ?? "")?.elements);
    const boxes = own.size ? [...this.#shapes().boxes].filter(([id]) => own.has(id)) : [];
    return this.#kindPaths(boxes).map(([kind, path]) => svg`<path class="wall-note chosen kind-${kind}" d=${path}></path>`);
  }

  #shapes() {
    const { elements } = this.screen.board;
    const { analysis } = this.screen;
    if (this.#cached?.elements !== elements || this.#cached.analysis !== analysis) {
      this.#cached = { elements, analysis, value: this.compute() };
    }
    return this.#cached.value;
  }

  /** @param {import("./areas.js").Area} area */
  #area(area) {
    const chosen = this.screen.chosen === area.id ? "chosen" : "";
    return svg`<g class="area ${this.screen.tints.name(area.id)} ${chosen}" data-context=${area.id}>
      <path class="area-bridges" d=${area.bridges}></path><path class="area-ground" d=${area.ground}></path>
    </g>`;
  }

  /** @param {string} id @param {[number, number] | undefined} place @param {number} size */
  #name(id, place, size) {
    if (!place) return nothing;
    return svg`<text class="area-name ${this.screen.tints.name(id)} ${this.screen.chosen === id ? "chosen" : ""}" x=${place[0]} y=${place[1]}
      font-size=${size} data-context=${id}>${this.screen.byId.get(id)?.name}</text>`;
  }

  #labels() {
    const seen = this.#viewport?.seen;
    if (!seen) return nothing;
    const shown = [...this.#shapes().boxes].filter(([, box]) => overlap(box, seen)).slice(0, LABELS);
    return shown.map(([id, box]) => {
      const lines = wrapped(this.screen.board.elements.get(id)?.label ?? "", Math.floor(box.width / 8.6), 4);
      const top = box.y + box.height / 2 - (lines.length - 1) * 9.5 + 5;
      return lines.map((line, index) => svg`<text class="wall-label" x=${box.x + box.width / 2} y=${top + index * 19}>${line}</text>`);
    });
  }

  /** @param {Box} whole */
  #tip(whole) {
    const element = this.#over ? this.screen.board.elements.get(this.#over) : null;
    const context = this.#over ? this.screen.byId.get(this.screen.contextOf.get(this.#over) ?? "") : null;
    const text = element
      ? `${element.label || "(without words)"} · ${kindName(element.kind)}${context ? ` · ${context.name}` : ""}`
      : whole.width
        ? "Click an area to choose it, a note to go to it"
        : "";
    return html`<p class="wall-tip" aria-hidden="true">${text}</p>`;
  }

  /** @param {MouseEvent} event @returns {string | null} */
  #noteAt(event) {
    const place = this.#viewport?.place(event);
    if (!place) return null;
    const [x, y] = place;
    let found = null;
    for (const [id, box] of this.#shapes().boxes) {
      if (x >= box.x && y >= box.y && x <= box.x + box.width && y <= box.y + box.height) found = id;
    }
    return found;
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const note = this.#noteAt(event);
    if (note) {
      location.assign(noteUrl(this.screen, note));
      return;
    }
    const area = event.target instanceof Element ? event.target.closest("[data-context]") : null;
    const id = area?.getAttribute("data-context") ?? null;
    if (id || this.screen.chosen) this.screen.choose(id ?? this.screen.chosen);
  }

  /** @param {PointerEvent} event */
  #hover(event) {
    if (!event.buttons) this.#point(this.#noteAt(event));
  }

  /** @param {string | null} id */
  #point(id) {
    if (this.#over === id) return;
    this.#over = id;
    this.changed();
  }
}
