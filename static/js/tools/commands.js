/** Everything one can do, in one table: the keyboard, tooltips, the command palette and the sheet of keys read it. */
import { KINDS } from "../model/kinds.js";
import { duplicate } from "./clipboard.js";
import { placeAfter, placeAt } from "./placing.js";
import { nearestTo, neighbour } from "./roving.js";

/** @typedef {import("./workspace.js").Workspace} Workspace */
/**
 * @typedef {object} Command
 * @property {string} id
 * @property {string} title
 * @property {string} group
 * @property {readonly string[]} keys as `keyOf` names them
 * @property {string} [icon]
 * @property {(desk: Workspace) => void} run
 * @property {(desk: Workspace) => boolean} [when] whether it makes sense now
 * @property {boolean} [changes] the board
 */

const some = (/** @type {Workspace} */ desk) => desk.selection.size > 0;
const several = (/** @type {Workspace} */ desk) => desk.selectedElements.length > 1;
const ZOOM_STEP = 1.25;

/** @type {Command[]} */
const WRITING = Object.values(KINDS).map((kind) => ({
  id: `add-${kind.code}`,
  title: kind.name,
  group: "New note",
  keys: [kind.key],
  icon: kind.code,
  changes: true,
  run: (desk) => addNote(desk, kind.code),
}));

/** @type {Command[]} */
const TOOLS = [
  { id: "select", title: "Select and move", group: "Tools", keys: ["v"], icon: "select", run: (desk) => desk.tools.choose("select") },
  { id: "pan", title: "Move the wall (or hold Space)", group: "Tools", keys: ["n"], icon: "pan", run: (desk) => desk.tools.choose("pan") },
  { id: "lasso", title: "Lasso", group: "Tools", keys: ["s"], icon: "lasso", run: (desk) => desk.tools.choose("lasso") },
  { id: "link", title: "Link notes", group: "Tools", keys: ["l"], icon: "link", changes: true, run: (desk) => desk.tools.choose("link") },
  { id: "frame", title: "Frame", group: "Tools", keys: ["f"], icon: "frame", changes: true, run: frame },
];

/** @type {Command[]} */
const EDITING = [
  { id: "undo", title: "Undo my last change", group: "Edit", keys: ["Mod+z"], icon: "undo", run: (desk) => desk.session.undo(), when: (desk) => desk.session.canUndo },
  { id: "redo", title: "Redo", group: "Edit", keys: ["Mod+Shift+z", "Mod+y"], icon: "redo", run: (desk) => desk.session.redo(), when: (desk) => desk.session.canRedo },
  { id: "edit", title: "Write on the note", group: "Edit", keys: ["Enter", "F2"], icon: "edit", run: edit, when: (desk) => desk.tools.current.name === "link" || desk.selection.focus !== null || some(desk), changes: true },
  { id: "duplicate", title: "Duplicate", group: "Edit", keys: ["Mod+d"], icon: "copy", run: duplicate, when: some, changes: true },
  { id: "remove", title: "Remove", group: "Edit", keys: ["Delete", "Backspace"], icon: "trash", run: (desk) => desk.edits.remove(), when: some, changes: true },
  { id: "select-all", title: "Select all notes", group: "Edit", keys: ["Mod+a"], run: (desk) => desk.selection.set(desk.board.elements.keys()) },
  { id: "pivotal", title: "Pivotal event", group: "Edit", keys: ["Shift+P"], icon: "pivotal", run: pivotal, when: (desk) => desk.selectedElements.some(({ kind }) => kind === "domain_event"), changes: true },
  { id: "align-row", title: "Line up in a row", group: "Edit", keys: ["Shift+R"], icon: "align", run: (desk) => desk.edits.align("row"), when: several, changes: true },
  { id: "align-left", title: "Align left edges", group: "Edit", keys: ["Shift+L"], run: (desk) => desk.edits.align("left"), when: several, changes: true },
  { id: "align-middle", title: "Align middles", group: "Edit", keys: ["Shift+M"], run: (desk) => desk.edits.align("middle"), when: several, changes: true },
  { id: "leave", title: "Let go", group: "Edit", keys: ["Escape"], run: letGo },
];

/** @type {Command[]} */
const LOOKING = [
  { id: "zoom-in", title: "Zoom in", group: "Look", keys: ["+", "=", "Shift++"], icon: "plus", run: (desk) => zoomBy(desk, ZOOM_STEP) },
  { id: "zoom-out", title: "Zoom out", group: "Look", keys: ["-"], icon: "minus", run: (desk) => zoomBy(desk, 1 / ZOOM_STEP) },
  { id: "zoom-one", title: "Zoom to 100 %", group: "Look", keys: ["0", "1"], run: (desk) => desk.wall.goTo(desk.wall.camera.poseAt(desk.wall.camera.centre, 1)) },
  { id: "fit", title: "Show everything", group: "Look", keys: ["Shift+!", "Shift+1"], icon: "fit", run: fit },
  { id: "fit-selection", title: "Show the selection", group: "Look", keys: ["Shift+@", "Shift+2", 'Shift+"'], run: fitSelection, when: some },
  { id: "find", title: "Find a note", group: "Look", keys: ["/", "Mod+f"], icon: "find", run: (desk) => desk.openPanel("find") },
  { id: "minimap", title: "Map of the wall", group: "Look", keys: ["m"], icon: "map", run: (desk) => desk.openPanel("minimap") },
  { id: "details", title: "Details of the selection", group: "Look", keys: ["d", "Mod+Enter"], icon: "panel", run: (desk) => desk.openPanel("details", { toggle: true }) },
  { id: "findings", title: "Findings", group: "Look", keys: ["q"], icon: "findings", run: (desk) => desk.openPanel("findings", { toggle: true }) },
  { id: "outline", title: "Outline", group: "Look", keys: ["i"], icon: "outline", run: (desk) => desk.openPanel("outline", { toggle: true }) },
  { id: "palette", title: "Commands and notes", group: "Look", keys: ["Mod+k"], run: (desk) => desk.openPanel("palette") },
  { id: "keys", title: "All keys", group: "Look", keys: ["?", "Shift+?"], icon: "help", run: (desk) => desk.openPanel("keys") },
  { id: "share", title: "Share the board", group: "Look", keys: [], icon: "share", run: (desk) => desk.openPanel("share") },
  { id: "theme", title: "Light or dark", group: "Look", keys: [], icon: "sun", run: (desk) => desk.openPanel("theme") },
];

/** @type {Command[]} */
const MOVING = [
  ...arrows("", "Go to the next note", (desk, direction) => rove(desk, direction, false)),
  ...arrows("Shift+", "Go and select too", (desk, direction) => rove(desk, direction, true)),
  ...arrows("Alt+", "Move a little", (desk, direction) => nudge(desk, direction, 4)),
  ...arrows("Alt+Shift+", "Move further", (desk, direction) => nudge(desk, direction, 24)),
];

/** @type {readonly Command[]} */
export const COMMANDS = [...WRITING, ...TOOLS, ...EDITING, ...LOOKING, ...MOVING];

/** @param {string} id @returns {Command} */
export function command(id) {
  const found = COMMANDS.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`There is no command called “${id}”.`);
  return found;
}

/**
 * @param {string} prefix @param {string} title @param {(desk: Workspace, direction: import("./roving.js").Direction) => void} run
 * @returns {Command[]}
 */
function arrows(prefix, title, run) {
  const directions = /** @type {const} */ (["left", "right", "up", "down"]);
  return directions.map((direction) => ({
    id: `${prefix}${direction}`,
    title,
    group: "Move",
    keys: [`${prefix}Arrow${direction[0]?.toUpperCase()}${direction.slice(1)}`],
    run: (desk) => run(desk, direction),
  }));
}

/** After the selected note, else where the pointer is, else in the middle. @param {Workspace} desk @param {string} kind */
export function addNote(desk, kind) {
  const { scene, selection, editor, wall, pointer, board } = desk;
  desk.kind = kind;
  const beside = selection.focus && selection.has(selection.focus) ? board.elements.get(selection.focus) : undefined;
  const place = beside ? placeAfter(scene, beside, kind) : placeAt(kind, pointer ?? wall.camera.centre);
  editor.write(kind, place);
}

/** @param {Workspace} desk */
function edit(desk) {
  const { tools, selection, editor } = desk;
  const id = selection.focus ?? desk.selectedElements[0]?.id;
  if (!id) return;
  const linking = /** @type {{reach?: (id: string) => void}} */ (tools.current);
  if (tools.current.name === "link" && linking.reach) return linking.reach(id);
  if (desk.board.elements.has(id)) editor.edit(id);
  else desk.openPanel("details", { focus: "label" });
}

/** Around what is selected, else drawn by hand. @param {Workspace} desk */
function frame(desk) {
  if (desk.selectedElements.length < 2) return desk.tools.choose("frame");
  const box = desk.scene.boundsOf(desk.selectedElements.map(({ id }) => id));
  if (!box) return;
  const id = desk.edits.addFrame("bounded_context", { minX: box.minX - 32, minY: box.minY - 32, maxX: box.maxX + 32, maxY: box.maxY + 32 });
  desk.selection.set([id]);
  desk.openPanel("details", { focus: "label" });
}

/** @param {Workspace} desk */
function pivotal(desk) {
  const events = desk.selectedElements.filter(({ kind }) => kind === "domain_event");
  const wanted = !events.every((event) => event.pivotal);
  for (const event of events) if (Boolean(event.pivotal) !== wanted) desk.edits.setElement(event.id, "pivotal", wanted);
}

/** @param {Workspace} desk */
function letGo(desk) {
  if (desk.tools.cancel()) return;
  if (desk.tools.current.name !== "select") return desk.tools.choose("select");
  if (desk.selection.size) return desk.selection.clear();
  desk.openPanel("");
}

/** @param {Workspace} desk @param {number} factor */
function zoomBy({ wall }, factor) {
  const { camera } = wall;
  wall.goTo(camera.poseAt(camera.centre, Math.min(4, Math.max(0.02, camera.zoom * factor))));
}

/** @param {Workspace} desk */
function fit({ scene, wall }) {
  const box = scene.bounds();
  if (box) wall.fit(box);
}

/** @param {Workspace} desk */
function fitSelection({ scene, wall, selection }) {
  const box = scene.boundsOf(selection.ids);
  if (box) wall.fit(box, { maxZoom: 1.5 });
}

/** @param {Workspace} desk @param {import("./roving.js").Direction} direction @param {boolean} extend */
function rove(desk, direction, extend) {
  const { selection, scene, wall } = desk;
  const from = selection.focus && desk.board.elements.has(selection.focus) ? selection.focus : null;
  const to = from ? neighbour(scene, from, direction) : nearestTo(scene, wall.camera.centre);
  if (!to) return;
  if (extend) selection.add([to]);
  else if (desk.tools.current.name === "link") selection.focusOn(to);
  else selection.set([to]);
  const box = scene.box(to);
  if (box) wall.reveal(box);
  wall.flush();
  wall.nodeOf(to)?.focus({ preventScroll: true });
}

/** @param {Workspace} desk @param {import("./roving.js").Direction} direction @param {number} by */
function nudge(desk, direction, by) {
  const dx = direction === "left" ? -by : direction === "right" ? by : 0;
  const dy = direction === "up" ? -by : direction === "down" ? by : 0;
  desk.edits.nudge(dx, dy);
}
