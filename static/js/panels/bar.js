/** The end of the top bar, the same at all four places: saved or not, who is here, share and theme. */
import { html, render, repeat } from "../lib/vendor/lit-html.js";
import { initials } from "../lib/initials.js";
import { icon } from "./icon.js";
import { onceAFrame } from "./frame_scheduler.js";

/** @typedef {import("../sync/session.js").Session} Session */
/** @typedef {import("../tools/workspace.js").Page} Page */
/** @typedef {{id: string, name: string, colour: string}} Person */

const SHOWN = 5;
const SHOWN_NARROW = 2;

/**
 * @param {Session} session @param {Page} page
 * @param {{share: () => void, rename: () => void, person?: (person: Person) => void}} on what the buttons do
 */
export function mountBar(session, page, on) {
  const status = required("status");
  const people = required("people");
  const drawStatus = onceAFrame(() => showStatus(status, session.status));
  const drawPeople = onceAFrame(() => render(peopleTemplate(session, page, on), people));
  session.addEventListener("status", drawStatus);
  session.addEventListener("people", drawPeople);
  const actions = required("bar-actions");
  render(
    html`${role(page)}${page.capabilities.includes("invite")
        ? html`<button class="button button-primary bar-share" aria-label="Share" title="Invite people with a link" @click=${on.share}>${icon("share")}<span>Share</span></button>`
        : html`<button class="button bar-share" aria-label="People" title="Who is on this board" @click=${on.share}>${icon("share")}<span>People</span></button>`}
      <button class="icon-button bar-theme" title="Light or dark" aria-label="Light or dark" @click=${switchTheme}>${icon("sun")}</button>`,
    actions,
  );
  const name = document.getElementById("board-name");
  session.addEventListener("change", () => {
    if (name && session.board.name && name.textContent !== session.board.name) name.textContent = session.board.name;
  });
  drawStatus();
  drawPeople();
}

/** What one may, where that is not everything. @param {Page} page */
function role({ capabilities }) {
  if (capabilities.includes("edit")) return "";
  return capabilities.includes("comment")
    ? html`<span class="bar-role" title="You write hotspots, opportunities and texts. Ask the facilitator for more.">Commenting</span>`
    : html`<span class="bar-role" title="You see everything and change nothing. Ask the facilitator for more.">Looking on</span>`;
}

/** @param {HTMLElement} node @param {{state: string, pending: number, message?: string}} status */
function showStatus(node, { state, pending, message = "" }) {
  /** @type {Record<string, string>} */
  const words = {
    saved: "Saved",
    saving: "Saving…",
    offline: pending ? `Offline · ${pending} ${pending === 1 ? "change" : "changes"} kept here` : "Offline",
    refused: "Not saved",
  };
  node.dataset.state = state;
  node.title = message || (state === "offline" ? "Changes stay in this browser and are sent when the server is back." : "");
  const text = document.createElement("span");
  text.textContent = words[state] ?? state;
  if (node.textContent !== text.textContent) node.replaceChildren(text);
}

/** @param {Session} session @param {Page} page @param {{rename: () => void, person?: (person: Person) => void}} on */
function peopleTemplate(session, page, on) {
  const others = [...session.people.values()].filter((person) => person.id !== page.member.id);
  const room = matchMedia("(max-width: 720px)").matches ? SHOWN_NARROW : SHOWN;
  const me = { ...page.member, name: session.people.get(page.member.id)?.name ?? page.member.name };
  return html`${repeat(others.slice(0, room), (person) => person.id, (person) => avatar(person, person.name, () => on.person?.(person)))}
    ${others.length > room ? html`<span class="avatar avatar-more" title=${others.slice(room).map(({ name }) => name).join(", ")}>+${others.length - room}</span>` : ""}
    ${avatar(me, `${me.name} (you): change your name`, on.rename)}`;
}

/** @param {Person} person @param {string} title @param {() => void} click */
function avatar({ name, colour }, title, click) {
  return html`<button class="avatar" title=${title} aria-label=${title} .style=${`background:${colour}`} @click=${click}>${initials(name) || "?"}</button>`;
}

/** Light, dark, and back to what the system says. */
export function switchTheme() {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const now = root.dataset.theme ?? (dark ? "dark" : "light");
  const next = now === "dark" ? "light" : "dark";
  root.dataset.theme = next;
  try {
    localStorage.setItem("theme", next);
  } catch {
    // Without storage the choice holds until the page is closed.
  }
}

/** @param {string} id */
function required(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`The page has no #${id}; it should extend boards/place.html.`);
  return node;
}
