/** The slim palette at the left (below on a narrow screen): tools, then the kinds of note of this board's level. */
import { html, render } from "../lib/vendor/lit-html.js";
import { KINDS, LEVELS } from "../model/kinds.js";
import { addNote, command } from "../tools/commands.js";
import { hint } from "../tools/keyboard.js";
import { icon } from "./icon.js";
import { onceAFrame } from "./frame_scheduler.js";

/** @typedef {import("../tools/workspace.js").Workspace} Workspace */

const TOOLS = ["select", "lasso", "link", "frame"];

/** @param {HTMLElement} root @param {Workspace} desk */
export function mountPalette(root, desk) {
  const draw = onceAFrame(() => render(template(desk), root));
  desk.tools.addEventListener("change", draw);
  desk.addEventListener("writing", draw);
  desk.session.addEventListener("change", draw);
  root.addEventListener("keydown", walk);
  draw();
}

/** @param {Workspace} desk */
function template(desk) {
  const current = desk.tools.current.name;
  const depth = LEVELS.indexOf(desk.board.level);
  const kinds = Object.values(KINDS).filter((kind) => desk.mayWrite(kind.code) && (depth < 0 || LEVELS.indexOf(kind.level) <= depth));
  const tools = TOOLS.map(command).filter(({ changes }) => !changes || desk.mayEdit);
  return html`
    <div class="palette-tools">
      ${tools.map((tool) => {
        const title = hint(tool);
        return html`<button class="icon-button" title=${title} aria-label=${title} aria-pressed=${current === tool.id} @click=${() => tool.run(desk)}>${icon(tool.icon ?? tool.id)}</button>`;
      })}
    </div>
    <hr ?hidden=${!kinds.length} />
    <div class="palette-kinds">
      ${kinds.map(({ code, name, key, wording }) => {
        const armed = current === "note" && desk.kind === code;
        return html`<button class="kind-button" data-kind=${code} data-shape=${KINDS[code]?.shape} aria-pressed=${armed}
          title=${`${name} (${key.toUpperCase()}) · ${wording}`} aria-label=${`New ${name}`} @click=${(/** @type {MouseEvent} */ event) => choose(desk, code, event)}>
          <span class="kind-sheet">${icon(code)}</span><span class="kind-name">${name}</span>
        </button>`;
      })}
    </div>`;
}

/** With the pointer: then click on the wall. With the keyboard: at once. @param {Workspace} desk @param {string} kind @param {MouseEvent} event */
function choose(desk, kind, event) {
  if (event.detail === 0) return addNote(desk, kind);
  if (desk.tools.current.name === "note" && desk.kind === kind) return desk.tools.choose("select");
  desk.kind = kind;
  desk.tools.choose("note");
}

/** Arrow keys go along a toolbar. @param {KeyboardEvent} event */
export function walk(event) {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  const root = /** @type {HTMLElement} */ (event.currentTarget);
  if (!step) return;
  const buttons = [...root.querySelectorAll("button")].filter((button) => !button.disabled);
  const at = buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
  if (at < 0) return;
  event.preventDefault();
  event.stopPropagation();
  buttons[(at + step + buttons.length) % buttons.length]?.focus();
}
