/** Bottom left: zoom, undo, and the map of the wall. */
import { html, render } from "../lib/vendor/lit-html.js";
import { command } from "../tools/commands.js";
import { hint } from "../tools/keyboard.js";
import { icon } from "./icon.js";
import { onceAFrame } from "./frame_scheduler.js";
import { Minimap } from "./minimap.js";
import { walk } from "./palette.js";

/** @typedef {import("../tools/workspace.js").Workspace} Workspace */

/** @param {HTMLElement} root @param {Workspace} desk */
export function mountZoom(root, desk) {
  const map = new Minimap(desk);
  const draw = onceAFrame(() => {
    render(template(desk, map), root);
    map.draw();
  });
  desk.wall.addEventListener("camera", draw);
  desk.session.addEventListener("change", draw);
  desk.session.addEventListener("undo", draw);
  root.addEventListener("keydown", walk);
  draw();
  return {
    toggleMap: () => {
      map.toggle();
      draw();
    },
  };
}

/** @param {Workspace} desk @param {Minimap} map */
function template(desk, map) {
  const button = (/** @type {string} */ id, /** @type {boolean} */ disabled = false) => {
    const { icon: name, run } = command(id);
    const title = hint(command(id));
    return html`<button class="icon-button" title=${title} aria-label=${title} ?disabled=${disabled} @click=${() => run(desk)}>${icon(name ?? "")}</button>`;
  };
  const percent = Math.round(desk.wall.camera.zoom * 100);
  return html`
    ${map.open ? map.node : ""}
    <div class="zoom-row">
      ${button("undo", !desk.session.canUndo)} ${button("redo", !desk.session.canRedo)}
      <span class="divider"></span>
      ${button("zoom-out")}
      <button class="button button-quiet zoom-percent" title=${hint(command("zoom-one"))} @click=${() => command("zoom-one").run(desk)}>${percent} %</button>
      ${button("zoom-in")} ${button("fit")} ${button("minimap")}
      <span class="divider"></span>
      ${button("find")} ${button("outline")} ${button("findings")} ${button("keys")}
    </div>`;
}
