/** Ctrl/⌘ K: commands, notes, frames and people by a few letters. */
import { html, live } from "../lib/vendor/lit-html.js";
import { KINDS, FRAME_KINDS } from "../model/kinds.js";
import { COMMANDS } from "../tools/commands.js";
import { readable } from "../tools/keyboard.js";
import { folded, matches } from "../tools/matching.js";
import { openDialog } from "./dialog.js";
import { icon, swatch } from "./icon.js";

/** @typedef {import("../tools/workspace.js").Workspace} Workspace */
/** @typedef {{title: string, hint: string, mark: unknown, run: () => void}} Entry */

const MOST = { commands: 7, notes: 24 };

/** @param {Workspace} desk */
export function openCommandPalette(desk) {
  let query = "";
  let at = 0;
  /** @type {Entry[]} */
  let entries = entriesFor(desk, query);
  const choose = (/** @type {Entry | undefined} */ entry) => {
    dialog.close();
    desk.wall.root.focus({ preventScroll: true });
    entry?.run();
  };
  const typed = (/** @type {Event} */ event) => {
    query = /** @type {HTMLInputElement} */ (event.currentTarget).value;
    entries = entriesFor(desk, query);
    at = 0;
    dialog.draw();
  };
  const key = (/** @type {KeyboardEvent} */ event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && entries.length) at = (at + step + entries.length) % entries.length;
    else if (event.key === "Enter") choose(entries[at]);
    else return;
    event.preventDefault();
    dialog.draw();
    dialog.node.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  };
  const body = () => html`
    <div class="command-search">${icon("find")}
      <input class="input input-quiet" role="combobox" aria-expanded="true" aria-controls="command-list" aria-activedescendant=${`command-${at}`} autofocus
        placeholder="Find a command, a note, a frame, a person" aria-label="Find anything" .value=${live(query)} @input=${typed} @keydown=${key} />
    </div>
    <ul id="command-list" role="listbox" class="command-list">
      ${entries.map(
        ({ title, hint, mark }, index) => html`<li id=${`command-${index}`} role="option" aria-selected=${index === at} @click=${() => choose(entries[index])}>
          ${mark}<span class="grow">${title}</span><span class="muted">${hint}</span>
        </li>`,
      )}
      ${entries.length ? "" : html`<li class="panel-empty">Nothing is called like that.</li>`}
    </ul>`;
  const dialog = openDialog("Commands and notes", body, { bare: true, className: "command-dialog" });
}

/** @param {Workspace} desk @param {string} query @returns {Entry[]} */
export function entriesFor(desk, query) {
  const words = folded(query).split(/\s+/).filter(Boolean);
  const fits = (/** @type {string} */ text) => words.every((word) => folded(text).includes(word));
  const first = words[0] ?? "";
  const begins = (/** @type {{title: string}} */ { title }) => Number(folded(title).split(" ").some((word) => word.startsWith(first)));
  const may = (/** @type {import("../tools/commands.js").Command} */ { changes, group, icon: kind }) =>
    !changes || desk.mayEdit || (group === "New note" && desk.mayWrite(kind ?? ""));
  const commands = COMMANDS.filter((command) => command.group !== "Move" && may(command) && fits(command.title) && (command.when?.(desk) ?? true))
    .sort((a, b) => begins(b) - begins(a))
    .slice(0, words.length ? MOST.commands : COMMANDS.length)
    .map((command) => ({
      title: command.group === "New note" ? `New ${command.title.toLowerCase()}` : command.title,
      hint: command.keys[0] ? readable(command.keys[0]) : "",
      mark: icon(command.icon ?? "more"),
      run: () => command.run(desk),
    }));
  const named = (/** @type {{label: string}} */ { label }) => (folded(label) === folded(query) ? 2 : folded(label).startsWith(folded(query)) ? 1 : 0);
  const notes = matches(desk.board.elements.values(), query)
    .sort((a, b) => named(b) - named(a))
    .slice(0, MOST.notes)
    .map(({ id, kind, label }) => ({ title: label, hint: KINDS[kind]?.name ?? "", mark: swatch(kind), run: () => desk.flyTo(id) }));
  const frames = words.length
    ? [...desk.board.frames.values()]
        .filter((frame) => fits(frame.label))
        .map(({ id, kind, label }) => ({ title: label, hint: FRAME_KINDS[kind] ?? "", mark: icon("frame"), run: () => showFrame(desk, id) }))
    : [];
  const people = words.length
    ? desk.others
        .filter((person) => fits(person.name))
        .map(({ name, cursor }) => ({ title: name, hint: "Go to their pointer", mark: icon("actor"), run: () => cursor && desk.wall.goTo(desk.wall.camera.poseAt(cursor)) }))
    : [];
  return [...commands, ...frames, ...people, ...notes];
}

/** @param {Workspace} desk @param {string} id */
function showFrame(desk, id) {
  const box = desk.scene.box(id);
  desk.selection.set([id]);
  if (box) desk.wall.fit(box);
}
