/** Puts a note of the chosen kind where one clicks, and lets one write on it. */
import { placeAt } from "./placing.js";

/** @typedef {import("./workspace.js").Workspace} Workspace */
/** @typedef {import("./pointer.js").Press} Press */

export class NoteTool {
  name = "note";
  cursor = "copy";
  #desk;

  /** @param {Workspace} desk */
  constructor(desk) {
    this.#desk = desk;
  }

  /** @param {Press} press */
  up({ point }) {
    const { kind, tools, editor } = this.#desk;
    tools.choose("select");
    editor.write(kind, placeAt(kind, point));
  }

  cancel() {
    return false;
  }
}
