/** Keys of the board page, looked up in the table of commands; never while somebody writes in a field. */
import { copy, paste } from "./clipboard.js";
import { COMMANDS } from "./commands.js";

/** @typedef {import("./workspace.js").Workspace} Workspace */
/** @typedef {import("./pointer.js").PointerInput} PointerInput */

const MAC = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");

/** @type {Map<string, import("./commands.js").Command>} */
const BY_KEY = new Map(COMMANDS.flatMap((command) => command.keys.map((key) => [key, command])));

/** Works while a field has the focus. */
const EVERYWHERE = new Set(["Mod+k"]);

/** @param {KeyboardEvent} event @returns {string} such as `Mod+Shift+z`, `Alt+ArrowLeft`, `?` */
export function keyOf({ key, ctrlKey, metaKey, altKey, shiftKey }) {
  const mod = MAC ? metaKey : ctrlKey;
  const named = key.length === 1 && mod ? key.toLowerCase() : key;
  return `${mod ? "Mod+" : ""}${altKey ? "Alt+" : ""}${shiftKey ? "Shift+" : ""}${named}`;
}

/** A key as people read it. @param {string} key */
export function readable(key) {
  /** @type {Record<string, string>} */
  const names = { Mod: MAC ? "⌘" : "Ctrl", ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc", Delete: "Del", "!": "1", "@": "2" };
  const parts = key.length > 1 ? key.split("+") : [key];
  return parts.map((part) => names[part] ?? (part.length === 1 ? part.toUpperCase() : part)).join(MAC ? "" : " ");
}

/** A command's tooltip. @param {import("./commands.js").Command} command */
export function hint({ title, keys }) {
  return keys[0] ? `${title} (${readable(keys[0])})` : title;
}

/** @param {Workspace} desk @param {PointerInput} pointer */
export function listen(desk, pointer) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const key = keyOf(event);
    if (elsewhere(event.target) && !EVERYWHERE.has(key)) return;
    if (event.key === " " && onWall(event.target, desk)) {
      pointer.space = true;
      desk.wall.root.dataset.hand = "open";
      event.preventDefault();
      return;
    }
    const command = BY_KEY.get(key);
    if (!command || (command.when && !command.when(desk))) return;
    if ((event.key === "Enter" || event.key.startsWith("Arrow")) && !onWall(event.target, desk)) return;
    event.preventDefault();
    command.run(desk);
  });
  document.addEventListener("keyup", (event) => {
    if (event.key !== " ") return;
    pointer.space = false;
    delete desk.wall.root.dataset.hand;
  });
  document.addEventListener("copy", (event) => void (!elsewhere(event.target) && copy(desk, event)));
  document.addEventListener("cut", (event) => void (!elsewhere(event.target) && copy(desk, event) && desk.edits.remove()));
  document.addEventListener("paste", (event) => void (!elsewhere(event.target) && paste(desk, event)));
}

/** Whether this key belongs to a field or to an open dialog. @param {EventTarget | null} target */
function elsewhere(target) {
  if (document.querySelector("dialog[open]")) return true;
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
}

/** @param {EventTarget | null} target @param {Workspace} desk */
function onWall(target, desk) {
  return target === document.body || (target instanceof Node && desk.wall.root.contains(target));
}
