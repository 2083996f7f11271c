/** A change that the server refused: says why, and offers the person's text again. */

/** @typedef {import("../tools/workspace.js").Workspace} Workspace */
/** @typedef {import("../model/operations.js").Operation} Operation */

/** @param {Workspace} desk */
export function offerRefused(desk) {
  desk.session.addEventListener("refused", (event) => {
    const { operations, reason } = /** @type {CustomEvent} */ (event).detail;
    const lost = textOf(operations);
    const message = lost ? `${reason} You wrote “${lost.text}”.` : String(reason);
    desk.notify(message, lost ? { label: "Write it again", run: () => again(desk, lost) } : undefined);
  });
}

/** The first text that a person wrote in these operations. @param {readonly Operation[]} operations */
export function textOf(operations) {
  for (const operation of operations) {
    if (operation.op === "set_label") return { id: String(operation.id), text: String(operation.label), kind: "", place: null };
    const [element] = operation.op === "add_elements" ? operation.elements : [];
    if (element?.label) return { id: "", text: String(element.label), kind: String(element.kind), place: { x: Number(element.x ?? 0), y: Number(element.y ?? 0) } };
  }
  return null;
}

/** @param {Workspace} desk @param {NonNullable<ReturnType<typeof textOf>>} lost */
function again(desk, { id, text, kind, place }) {
  if (id && desk.board.elements.has(id)) desk.editor.edit(id, text);
  else desk.editor.write(kind || desk.kind, place ?? desk.wall.camera.centre, text);
}
