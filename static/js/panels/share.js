/** Inviting people with a link, and one's own name. */
import { html, live } from "../lib/vendor/lit-html.js";
import { ApiClient } from "../api/client.js";
import { apiUrl } from "../api/page.js";
import { openDialog } from "./dialog.js";
import { icon } from "./icon.js";

/** @typedef {import("../tools/workspace.js").Page} Page */

/** @type {readonly [string, string, string][]} */
const ROLES = [
  ["editor", "May change the board", "Write, move, link, decide"],
  ["commenter", "May comment", "Hotspots, opportunities and texts of their own"],
  ["viewer", "May look on", "See everything, change nothing"],
];

/** @param {Page} page */
export function openShare(page) {
  const client = new ApiClient();
  let role = "editor";
  let link = "";
  let said = "";
  const make = async () => {
    said = "Making the link…";
    dialog.draw();
    try {
      const made = await client.post(`${apiUrl(page)}links/`, { role });
      link = new URL(made.url ?? `/join/${made.token}/`, location.href).href;
      said = (await copied(link)) ? "Copied. Anybody with this link joins with a name only." : "Copy the link and send it.";
    } catch (error) {
      said = error instanceof Error ? error.message : "The link could not be made.";
    }
    dialog.draw();
    dialog.node.querySelector("input[readonly]")?.scrollIntoView({ block: "nearest" });
  };
  const chosen = (/** @type {string} */ code) => () => {
    role = code;
    link = "";
    said = "";
    dialog.draw();
  };
  const body = () => html`
    <p class="muted">Send a link: people join within seconds, without an account.</p>
    <fieldset class="choices">
      <legend class="visually-hidden">What people with the link may do</legend>
      ${ROLES.map(
        ([code, name, what]) => html`<label class="choice">
          <input type="radio" name="role" value=${code} .checked=${live(code === role)} @change=${chosen(code)} />
          <span><b>${name}</b><span class="muted">${what}</span></span>
        </label>`,
      )}
    </fieldset>
    ${link
      ? html`<div class="row">
          <input class="input" readonly aria-label="Join link" .value=${link} @focus=${(/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.currentTarget).select()} />
          <button class="button" @click=${async () => ((said = (await copied(link)) ? "Copied." : "Select the link and copy it."), dialog.draw())}>${icon("copy")} Copy</button>
        </div>`
      : html`<button class="button button-primary" @click=${make}>${icon("link")} Make a link and copy it</button>`}
    <p role="status" class="muted">${said}</p>`;
  const dialog = openDialog("Share this board", body);
}

/** @param {string} text @returns {Promise<boolean>} */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** @param {Page} page @param {(name: string) => void} renamed */
export function openRename(page, renamed) {
  let said = "";
  const save = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const name = String(new FormData(/** @type {HTMLFormElement} */ (event.currentTarget)).get("name") ?? "").trim();
    if (!name) return;
    try {
      await new ApiClient().patch(`${apiUrl(page)}me/`, { name });
      page.member.name = name;
      renamed(name);
      dialog.close();
    } catch (error) {
      said = error instanceof Error ? error.message : "The name could not be saved.";
      dialog.draw();
    }
  };
  const body = () => html`<form class="stack" @submit=${save}>
    <label class="field"><span>Your name, as the others see it</span>
      <input class="input" name="name" required maxlength="60" autocomplete="name" autofocus .value=${page.member.name} /></label>
    <p role="status" class="muted">${said}</p>
    <div class="row"><button class="button button-primary">Save</button></div>
  </form>`;
  const dialog = openDialog("Your name", body);
  dialog.node.querySelector("input")?.select();
}
