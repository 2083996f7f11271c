/** The people of a board: who they are and what they may, to be changed by owners. */
import { html, live, repeat } from "../lib/vendor/lit-html.js";
import { ApiError } from "../api/client.js";
import { apiUrl } from "../api/page.js";
import { initials } from "../lib/initials.js";
import { focusOn } from "./focus.js";

/** @typedef {import("../tools/workspace.js").Page} Page */
/** @typedef {import("../api/client.js").ApiClient} ApiClient */
/** @typedef {{id: string, name: string, colour: string, role: string, account: boolean, link: number | null, joined: string}} Member */

/** @type {readonly [string, string][]} */
const ROLES = [
  ["owner", "Owner"],
  ["facilitator", "Facilitator"],
  ["editor", "Editor"],
  ["commenter", "Commenter"],
  ["viewer", "Viewer"],
];

export class MembersSection {
  #client;
  #page;
  #draw;
  /** @type {Member[]} */
  #members = [];
  #said = "";
  /** The question that is open, about whom. @type {{id: string, what: "remove" | "owner"} | null} */
  #asking = null;

  /** @param {ApiClient} client @param {Page} page @param {() => void} draw */
  constructor(client, page, draw) {
    this.#client = client;
    this.#page = page;
    this.#draw = draw;
  }

  get #address() {
    return `${apiUrl(this.#page)}members/`;
  }

  get #managing() {
    return this.#members.find(({ id }) => id === this.#page.member.id)?.role === "owner";
  }

  async load() {
    await this.#try(async () => {
      this.#members = await this.#client.get(this.#address);
    });
  }

  /** @param {boolean} titled whether the list needs a title of its own */
  body(titled) {
    return html`<section class="stack" aria-label="People">
      ${titled && this.#members.length ? html`<h3 class="share-title">People <span class="badge">${this.#members.length}</span></h3>` : ""}
      <ul class="share-list">${repeat(this.#members, ({ id }) => id, (member) => this.#row(member))}</ul>
      <p role="status" class="muted share-said" tabindex="-1">${this.#said}</p>
    </section>`;
  }

  /** @param {Member} member */
  #row(member) {
    const me = member.id === this.#page.member.id;
    return html`<li class="share-row" data-member=${member.id}>
      <span class="avatar" aria-hidden="true" .style=${`background:${member.colour}`}>${initials(member.name) || "?"}</span>
      <div class="grow share-name">${member.name}${me ? html` <span class="muted">(you)</span>` : ""}${member.account ? "" : html` <span class="muted">· guest</span>`}</div>
      ${this.#asking?.id === member.id ? this.#question(member) : this.#actions(member, me)}
    </li>`;
  }

  /** @param {Member} member @param {boolean} me */
  #actions(member, me) {
    if (!this.#managing) {
      return html`<div class="share-actions"><span class="muted">${ROLES.find(([code]) => code === member.role)?.[1]}</span>
        ${me ? html`<button class="button button-quiet" @click=${() => this.#ask(member, "remove")}>Leave</button>` : ""}</div>`;
    }
    return html`<div class="share-actions">
      <select class="input" aria-label=${`Role of ${member.name}`} @change=${(/** @type {Event} */ event) => this.#choose(member, /** @type {HTMLSelectElement} */ (event.currentTarget).value)}>
        ${ROLES.map(([code, name]) => html`<option value=${code} .selected=${live(code === member.role)}>${name}</option>`)}
      </select>
      <button class="button button-quiet button-danger" aria-label=${me ? "Leave the board" : `Remove ${member.name}`} @click=${() => this.#ask(member, "remove")}>${me ? "Leave" : "Remove"}</button>
    </div>`;
  }

  /** @param {Member} member */
  #question(member) {
    const me = member.id === this.#page.member.id;
    const keep = html`<button class="button button-quiet" @click=${() => this.#ask(null)}>Cancel</button>`;
    if (this.#asking?.what === "owner") {
      return html`<div class="share-actions" role="group" aria-label=${`Make ${member.name} an owner?`}>
        <button class="button" data-first @click=${() => this.#change(member, { role: "owner" })}>One more owner</button>
        <button class="button" @click=${() => this.#change(member, { role: "owner", hand_over: true })}>Hand the board over</button>${keep}
      </div>`;
    }
    return html`<div class="share-actions" role="group" aria-label=${me ? "Leave the board?" : `Remove ${member.name}?`}>
      <button class="button button-danger" data-first @click=${() => this.#remove(member)}>${me ? "Leave the board" : `Remove ${member.name}`}</button>${keep}
    </div>`;
  }

  /** @param {Member | null} member @param {"remove" | "owner"} [what] */
  #ask(member, what = "remove") {
    const before = this.#asking?.id;
    this.#asking = member && { id: member.id, what };
    this.#said = "";
    this.#draw();
    focusOn(member ? "[data-first]" : `[data-member="${before}"] button`);
  }

  /** @param {Member} member @param {string} role */
  #choose(member, role) {
    if (role === "owner") this.#ask(member, "owner");
    else void this.#change(member, { role });
  }

  /** @param {Member} member @param {{role: string, hand_over?: boolean}} change */
  #change(member, change) {
    return this.#try(async () => {
      this.#asking = null;
      await this.#client.patch(`${this.#address}${encodeURIComponent(member.id)}/`, change);
      this.#members = await this.#client.get(this.#address);
      this.#said = change.hand_over ? `The board is ${member.name}'s now. You are its facilitator.` : `${member.name} is ${change.role} now.`;
    });
  }

  /** @param {Member} member */
  #remove(member) {
    return this.#try(async () => {
      this.#asking = null;
      await this.#client.delete(`${this.#address}${encodeURIComponent(member.id)}/`);
      if (member.id === this.#page.member.id) location.assign("/");
      this.#members = this.#members.filter(({ id }) => id !== member.id);
      this.#said = member.link === null ? `${member.name} is off the board.` : `${member.name} is off the board. The link they came by works on: revoke it above.`;
      this.#draw();
      focusOn("section[aria-label='People'] .share-said");
    });
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
