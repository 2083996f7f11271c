/** Join links: make one, see which work, replace or revoke them. A link's address is known only when it is made. */
import { html, live, repeat } from "../lib/vendor/lit-html.js";
import { ApiError } from "../api/client.js";
import { apiUrl } from "../api/page.js";
import { focusOn } from "./focus.js";
import { icon } from "./icon.js";

/** @typedef {import("../tools/workspace.js").Page} Page */
/** @typedef {import("../api/client.js").ApiClient} ApiClient */
/** @typedef {{number: number, role: string, created: string, expires: string | null, used: number, most_uses: number | null, url?: string}} Link */

/** @type {readonly [string, string, string][]} */
const ROLES = [
  ["editor", "May change the board", "Write, move, link, decide"],
  ["commenter", "May comment", "Hotspots, opportunities and texts of their own"],
  ["viewer", "May look on", "See everything, change nothing"],
];
/** Days until a link ends; 0: never. @type {readonly [number, string][]} */
const LASTING = [
  [1, "for a day"],
  [7, "for a week"],
  [30, "for 30 days"],
  [0, "until revoked"],
];
const DAY = 86_400_000;

export class LinksSection {
  #client;
  #page;
  #draw;
  #peopleChanged;
  /** @type {Link[]} */
  #links = [];
  /** Addresses of links made or replaced while this is open, by number. @type {Map<number, string>} */
  #addresses = new Map();
  #role = "editor";
  #days = 30;
  #once = false;
  #newest = 0;
  #said = "";
  /** The link about to be revoked, for which one more question is open. */
  #asking = 0;

  /** @param {ApiClient} client @param {Page} page @param {() => void} draw @param {() => unknown} peopleChanged */
  constructor(client, page, draw, peopleChanged) {
    this.#client = client;
    this.#page = page;
    this.#draw = draw;
    this.#peopleChanged = peopleChanged;
  }

  get #address() {
    return `${apiUrl(this.#page)}links/`;
  }

  async load() {
    await this.#try(async () => {
      this.#links = await this.#client.get(this.#address);
    });
  }

  body() {
    return html`<section class="stack" aria-label="Invitations">
      <p class="muted">Send a link: people join within seconds, without an account.</p>
      <fieldset class="choices">
        <legend class="visually-hidden">What people with the link may do</legend>
        ${ROLES.map(
          ([code, name, what]) => html`<label class="choice">
            <input type="radio" name="role" value=${code} .checked=${live(code === this.#role)} @change=${() => this.#choose({ role: code })} />
            <span><b>${name}</b><span class="muted">${what}</span></span>
          </label>`,
        )}
      </fieldset>
      <div class="row share-limits">
        <label class="row">Works
          <select class="input" @change=${(/** @type {Event} */ event) => this.#choose({ days: Number(/** @type {HTMLSelectElement} */ (event.currentTarget).value) })}>
            ${LASTING.map(([days, words]) => html`<option value=${days} ?selected=${days === this.#days}>${words}</option>`)}
          </select></label>
        <label class="row"><input type="checkbox" .checked=${live(this.#once)} @change=${() => this.#choose({ once: !this.#once })} /> for one person</label>
      </div>
      ${this.#made()}
      <p role="status" class="muted share-said" tabindex="-1">${this.#said}</p>
      ${this.#links.length
        ? html`<h3 class="share-title">Links that work</h3>
            <ul class="share-list">${repeat(this.#links, (link) => link.number, (link) => this.#row(link))}</ul>`
        : ""}
    </section>`;
  }

  /** The link just made, ready to be copied; else the button that makes one. */
  #made() {
    const address = this.#addresses.get(this.#newest);
    if (!address) return html`<button class="button button-primary" @click=${() => this.#make()}>${icon("link")} Make a link and copy it</button>`;
    return html`<div class="row">
      <input class="input" readonly aria-label="Join link" .value=${address} @focus=${(/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.currentTarget).select()} />
      <button class="button" @click=${() => this.#copy(address)}>${icon("copy")} Copy</button>
    </div>`;
  }

  /** @param {Link} link */
  #row(link) {
    const name = `the ${link.role} link${link.expires ? ` that ends ${day(link.expires)}` : ""}`;
    const address = this.#addresses.get(link.number);
    return html`<li class="share-row" data-link=${link.number}>
      <div class="grow"><b>${title(link.role)}</b> <span class="muted">${ending(link)} · ${uses(link)}</span></div>
      ${this.#asking === link.number
        ? this.#question(link)
        : html`<div class="share-actions">
            ${address ? html`<button class="button button-quiet" aria-label=${`Copy ${name}`} @click=${() => this.#copy(address)}>Copy</button>` : ""}
            <button class="button button-quiet" title="Another address; the one before stops working" aria-label=${`Replace ${name}`} @click=${() => this.#replace(link)}>Replace</button>
            <button class="button button-quiet button-danger" aria-label=${`Revoke ${name}`} @click=${() => this.#ask(link)}>Revoke</button>
          </div>`}
    </li>`;
  }

  /** What revoking is to mean: those who came by the link may go as well. @param {Link} link */
  #question(link) {
    return html`<div class="share-actions" role="group" aria-label="Revoke this link?">
      <button class="button" data-first @click=${() => this.#revoke(link, false)}>Revoke, keep people</button>
      ${this.#page.capabilities.includes("manage")
        ? html`<button class="button button-danger" @click=${() => this.#revoke(link, true)}>Revoke and remove people</button>`
        : ""}
      <button class="button button-quiet" @click=${() => this.#ask(null)}>Keep it</button>
    </div>`;
  }

  /** @param {{role?: string, days?: number, once?: boolean}} choice */
  #choose({ role = this.#role, days = this.#days, once = this.#once }) {
    this.#role = role;
    this.#days = days;
    this.#once = once;
    this.#newest = 0;
    this.#said = "";
    this.#draw();
  }

  /** @param {Link | null} link */
  #ask(link) {
    const before = this.#asking;
    this.#asking = link?.number ?? 0;
    this.#draw();
    focusOn(link ? "[data-first]" : `[data-link="${before}"] .button-danger`);
  }

  #make() {
    const expires = this.#days ? new Date(Date.now() + this.#days * DAY).toISOString() : null;
    return this.#try(async () => {
      this.#said = "Making the link…";
      this.#draw();
      const made = await this.#client.post(this.#address, { role: this.#role, expires, most_uses: this.#once ? 1 : null });
      this.#links = [...this.#links, made];
      await this.#show(made, "Copied. Anybody with this link joins with a name only.");
    });
  }

  /** @param {Link} link */
  #replace(link) {
    return this.#try(async () => {
      const made = await this.#client.post(`${this.#address}${link.number}/rotation/`, {});
      this.#links = this.#links.map((known) => (known.number === made.number ? made : known));
      await this.#show(made, "Copied. The address before it does not work any more.");
    });
  }

  /** @param {Link} link @param {boolean} people */
  #revoke(link, people) {
    return this.#try(async () => {
      await this.#client.delete(`${this.#address}${link.number}/${people ? "?members=remove" : ""}`);
      this.#links = this.#links.filter(({ number }) => number !== link.number);
      this.#addresses.delete(link.number);
      this.#asking = 0;
      this.#said = people ? "The link is revoked, and who came by it is off the board." : "The link is revoked.";
      this.#peopleChanged();
      this.#draw();
      focusOn("section[aria-label='Invitations'] .share-said");
    });
  }

  /** @param {Link} made @param {string} words */
  async #show(made, words) {
    const address = new URL(made.url ?? "", location.href).href;
    this.#addresses.set(made.number, address);
    this.#newest = made.number;
    this.#said = (await copied(address)) ? words : "Copy the link and send it.";
  }

  /** @param {string} address */
  async #copy(address) {
    this.#said = (await copied(address)) ? "Copied." : "Select the link and copy it.";
    this.#draw();
  }

  /** @param {() => Promise<void>} work */
  async #try(work) {
    try {
      await work();
    } catch (error) {
      this.#said = error instanceof ApiError ? `${error.message} ${error.remedy}` : "This could not be done.";
    }
    this.#draw();
  }
}

/** @param {Link} link */
function ending({ expires }) {
  return expires ? `until ${day(expires)}` : "until revoked";
}

/** @param {Link} link */
function uses({ used, most_uses: most }) {
  if (most !== null) return `${used} of ${most} came`;
  return used === 0 ? "nobody came yet" : used === 1 ? "1 person came" : `${used} people came`;
}

/** @param {string} moment */
function day(moment) {
  return new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" }).format(new Date(moment));
}

/** @param {string} word */
function title(word) {
  return word[0].toUpperCase() + word.slice(1);
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
