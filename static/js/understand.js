import { apiUrl, boardUrl, isTyping, say } from "./api/page.js";
import { boardIn, openPlace, saved } from "./api/place.js";
import { newId } from "./lib/identifier.js";
import { render } from "./lib/vendor/lit-html.js";
import { glide } from "./understand/flip.js";
import { UnderstandScreen } from "./understand/screen.js";
import { UnderstandView } from "./understand/view.js";

/** The Understand place: wires screen, session and page together. */

const root = /** @type {HTMLElement} */ (document.getElementById("understand"));
const { page, session, done, client } = openPlace();
await boardIn(session, root);

let due = 0;
const screen = new UnderstandScreen({
  session,
  client,
  api: apiUrl(page),
  member: page.member,
  canDecide: page.capabilities.includes("decide"),
  canEdit: page.capabilities.includes("edit"),
  boardUrl: boardUrl(page),
  changed,
  say,
  done,
  saved: () => saved(session),
  arranged: () => view.wall.lookAtAll(),
  newId,
});
const view = new UnderstandView(screen, changed);

/** Draws at most once a frame. */
function changed() {
  if (due) return;
  due = requestAnimationFrame(() => {
    due = 0;
    glide(document.getElementById("order"), () => render(view.template(), root));
    view.attach(root);
  });
}

session.addEventListener("change", (/** @type {any} */ event) => {
  if (event.detail.elements.size || event.detail.reset) view.wall.forget();
  screen.analyse();
  changed();
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (screen.tab !== "contexts") return;
  const answers = /** @type {Record<string, boolean | null>} */ ({ y: true, n: false, s: null });
  const answer = answers[event.key.toLowerCase()];
  if (answer === undefined) return;
  event.preventDefault();
  screen.answer(answer);
});

const tab = /** @type {import("./understand/screen.js").Tab} */ (location.hash.slice(1));
if (["contexts", "map", "sagas", "coupling", "extraction", "findings"].includes(tab)) screen.tab = tab;
screen.analyse({ now: true });
changed();
