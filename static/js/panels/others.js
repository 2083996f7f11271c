/** What the others do: where they drag notes, what they write, and a word about it for screen readers. */

/** @typedef {import("../tools/workspace.js").Workspace} Workspace */
/** @typedef {import("../canvas/camera.js").Point} Point */

const QUIET = 2500;

/** @param {Workspace} desk */
export function followOthers(desk) {
  /** Notes that somebody else holds at this moment. @type {Set<string>} */
  let held = new Set();
  let seen = "";
  desk.session.addEventListener("people", () => {
    const now = JSON.stringify(desk.others.map(({ id, colour, selection, dragging, typing }) => [id, colour, selection, dragging, typing]));
    if (now === seen) return desk.wall.moveCursors();
    seen = now;
    desk.typed = new Map(desk.others.flatMap(({ typing }) => (typing ? [[typing.id, typing.text]] : [])));
    /** @type {Map<string, Point | null>} */
    const places = new Map([...held].map((id) => [id, null]));
    for (const { dragging } of desk.others) {
      for (const [id, place] of Object.entries(dragging ?? {})) places.set(id, { x: Number(place[0]), y: Number(place[1]) });
    }
    held = new Set([...places].filter(([, place]) => place).map(([id]) => id));
    if (places.size) desk.scene.displace(places);
    desk.wall.invalidate();
  });
  narrate(desk);
}

/** Says how much others changed, at most every few seconds. @param {Workspace} desk */
function narrate(desk) {
  let changed = 0;
  let last = "";
  let due = 0;
  desk.session.addEventListener("change", (event) => {
    const { elements, local } = /** @type {CustomEvent} */ (event).detail;
    if (local || !elements.size) return;
    changed += elements.size;
    for (const id of elements) last = desk.board.elements.get(id)?.label ?? last;
    due ||= window.setTimeout(() => {
      desk.announce(changed === 1 ? `Somebody changed: ${last}` : `Others changed ${changed} notes.`);
      changed = 0;
      due = 0;
    }, QUIET);
  });
}
