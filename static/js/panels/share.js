/** Who may come and who is here: join links above, the people of the board below. And one's own name. */
import { html } from "../lib/vendor/lit-html.js";
import { ApiClient } from "../api/client.js";
import { apiUrl } from "../api/page.js";
import { openDialog } from "./dialog.js";
import { LinksSection } from "./links.js";
import { MembersSection } from "./members.js";

/** @typedef {import("../tools/workspace.js").Page} Page */

/** @param {Page} page */
export function openShare(page) {
  const inviting = page.capabilities.includes("invite");
  const client = new ApiClient();
  const draw = () => dialog?.draw();
  const members = new MembersSection(client, page, draw);
  const links = inviting ? new LinksSection(client, page, draw, () => members.load()) : null;
  const history = page.capabilities.includes("manage")
    ? html`<p class="share-history"><a href=${`/boards/${encodeURIComponent(page.board.id)}/access/`}>Access history</a> <span class="muted">Who came, left, and made links.</span></p>`
    : "";
  /** @type {ReturnType<typeof openDialog> | null} */
  let dialog = null;
  dialog = openDialog(inviting ? "Share this board" : "People on this board", () => html`${links?.body() ?? ""}${members.body(inviting)}${history}`, {
    className: "dialog-share",
  });
  void members.load();
  void links?.load();
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
