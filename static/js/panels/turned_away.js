/** Why the server lets nobody in just now: said once, since the bar has no room for a sentence. */

/** @param {import("../tools/workspace.js").Workspace} desk */
export function sayWhyOffline(desk) {
  let said = "";
  desk.session.addEventListener("status", (event) => {
    const { state, message } = /** @type {CustomEvent} */ (event).detail;
    if (state !== "offline") said = "";
    else if (desk.session.turnedAway && message !== said) desk.notify((said = message));
  });
}
