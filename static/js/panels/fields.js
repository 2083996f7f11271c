/** The table of a note's fields: name, type, required, personal data. Every change sends the whole list with what it was. */
import { html, live } from "../lib/vendor/lit-html.js";
import { icon } from "./icon.js";

/** @typedef {import("../tools/workspace.js").Workspace} Workspace */
/** @typedef {import("../model/board.js").Element} Element */
/** @typedef {{name: string, type?: string, required?: boolean, personal?: boolean}} Field */

const TYPES = ["string", "int", "long", "double", "boolean", "uuid", "date", "time", "timestamp", "duration", "money", "bytes", "decimal(12,2)", "list<string>", "map<string>"];

/** @param {Workspace} desk @param {Element} element */
export function fieldsEditor(desk, element) {
  const fields = /** @type {Field[]} */ (element.fields ?? []);
  const send = (/** @type {Field[]} */ next) => desk.edits.setElement(element.id, "fields", next, fields);
  const change = (/** @type {number} */ index, /** @type {Partial<Field>} */ part) =>
    send(fields.map((field, at) => (at === index ? { ...field, ...part } : field)));
  const add = (/** @type {Event} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.currentTarget);
    const [name, type = "string"] = input.value.split(":").map((part) => part.trim());
    input.value = "";
    if (!name) return;
    if (fields.some((field) => field.name === name)) return desk.notify(`“${name}” is there already. Give the field another name.`);
    send([...fields, { name, type: type || "string", required: true }]);
  };
  const entered = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    add(event);
  };
  return html`<section class="section">
    <h3>Fields</h3>
    ${fields.length ? table(desk, fields, change, send) : ""}
    ${desk.mayEdit
      ? html`<input class="input" name="new-field" placeholder="Add a field: orderId: uuid" aria-label="Add a field, as name: type" maxlength="400" @keydown=${entered} @change=${add} />`
      : ""}
    <datalist id="field-types">${[...TYPES, ...desk.board.types.keys()].map((type) => html`<option value=${type}></option>`)}</datalist>
  </section>`;
}

/**
 * @param {Workspace} desk @param {Field[]} fields
 * @param {(index: number, part: Partial<Field>) => void} change @param {(next: Field[]) => void} send
 */
function table({ mayEdit }, fields, change, send) {
  const value = (/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.currentTarget).value.trim();
  const checked = (/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.currentTarget).checked;
  const row = (/** @type {Field} */ { name, type = "string", required = true, personal = false }, /** @type {number} */ index) => html`<tr>
    <td><input class="input input-quiet" aria-label="Name" maxlength="200" ?readonly=${!mayEdit} .value=${live(name)}
      @change=${(/** @type {Event} */ event) => value(event) && change(index, { name: value(event) })} /></td>
    <td><input class="input input-quiet code" aria-label=${`Type of ${name}`} list="field-types" maxlength="200" ?readonly=${!mayEdit} .value=${live(type)}
      @change=${(/** @type {Event} */ event) => value(event) && change(index, { type: value(event) })} /></td>
    <td class="cell-check"><input type="checkbox" aria-label=${`${name} is required`} ?disabled=${!mayEdit} .checked=${live(required)}
      @change=${(/** @type {Event} */ event) => change(index, { required: checked(event) })} /></td>
    <td class="cell-check"><input type="checkbox" aria-label=${`${name} is personal data`} ?disabled=${!mayEdit} .checked=${live(personal)}
      @change=${(/** @type {Event} */ event) => change(index, { personal: checked(event) })} /></td>
    <td class="cell-check"><button class="icon-button icon-small" aria-label=${`Remove ${name}`} title="Remove" ?disabled=${!mayEdit}
      @click=${() => send(fields.filter((_field, at) => at !== index))}>${icon("close")}</button></td>
  </tr>`;
  return html`<table class="fields">
    <thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col" title="Required">Req.</th><th scope="col" title="Personal data">Pers.</th><th><span class="visually-hidden">Remove</span></th></tr></thead>
    <tbody>${fields.map(row)}</tbody>
  </table>`;
}
