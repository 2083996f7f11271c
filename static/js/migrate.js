import { apiUrl, boardUrl, say } from "./api/page.js";
import { boardIn, openPlace, saved } from "./api/place.js";
import { render } from "./lib/vendor/lit-html.js";
import { MigrateScreen } from "./migrate/screen.js";
import { migrateView } from "./migrate/view.js";
import { glide } from "./understand/flip.js";

/** The Migrate place: wires screen, session and page together. */

const root = /** @type {HTMLElement} */ (document.getElementById("migrate"));
const { page, session, client } = openPlace();
await boardIn(session, root);

let due = 0;
const screen = new MigrateScreen({
  session,
  client,
  api: apiUrl(page),
  member: page.member,
  canDecide: page.capabilities.includes("decide"),
  boardUrl: boardUrl(page),
  changed,
  say,
  now: () => new Date(),
  saved: () => saved(session),
});

/** Draws at most once a frame. */
function changed() {
  if (due) return;
  due = requestAnimationFrame(() => {
    due = 0;
    glide(document.getElementById("rows"), () => render(migrateView(screen), root));
  });
}

session.addEventListener("change", () => screen.plan());

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (screen.retreating) screen.askRetreat(null);
  else if (screen.chosen) screen.choose(null);
});

screen.plan({ now: true });
changed();
