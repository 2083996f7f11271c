/** The sheet of all keys. */
import { html } from "../lib/vendor/lit-html.js";
import { COMMANDS } from "../tools/commands.js";
import { readable } from "../tools/keyboard.js";
import { openDialog } from "./dialog.js";

/** What has no command of its own. @type {readonly [string, string][]} */
const WHILE_WRITING = [
  ["Enter", "Next note of the same kind"],
  ["Shift Enter", "New line"],
  ["Esc", "Done"],
];

/** @type {readonly [string, string][]} */
const WITH_THE_POINTER = [
  ["Double click", "Write on a note, or a new one"],
  ["Drag from a dot", "Link; on an empty place: a new note"],
  ["Shift drag", "Keep the line; add to the selection"],
  ["Space drag", "Move the wall"],
  ["Ctrl wheel", "Zoom"],
  ["Long press", "Select more, or a new note"],
];

/** Commands that differ only in their direction are one line. */
function groups() {
  /** @type {Map<string, Map<string, string[]>>} */
  const all = new Map();
  for (const { group, title, keys } of COMMANDS) {
    if (!keys[0]) continue;
    const titles = all.get(group) ?? new Map();
    titles.set(title, [...(titles.get(title) ?? []), readable(keys[0])]);
    all.set(group, titles);
  }
  return [...all].map(([group, titles]) => /** @type {const} */ ([group, [...titles].map(([title, keys]) => /** @type {[string, string]} */ ([shortened(keys), title]))]));
}

/** @param {string[]} keys */
function shortened(keys) {
  return keys.length === 4 ? (keys[0] ?? "").replace("←", "← → ↑ ↓") : keys.join(", ");
}

export function openKeys() {
  const section = (/** @type {string} */ title, /** @type {readonly [string, string][]} */ lines) => html`<section>
    <h3>${title}</h3>
    <dl>${lines.map(([keys, what]) => html`<div><dt><kbd>${keys}</kbd></dt><dd>${what}</dd></div>`)}</dl>
  </section>`;
  openDialog(
    "All keys",
    () => html`<div class="keys">
      ${groups().map(([title, lines]) => section(title, lines))} ${section("While writing", WHILE_WRITING)} ${section("With the pointer", WITH_THE_POINTER)}
    </div>`,
    { wide: true },
  );
}
