import { apiUrl, boardUrl, isTyping, say } from "./api/page.js";
import { openPlace } from "./api/place.js";
import { GenerateScreen } from "./generate/screen.js";
import { GenerateView } from "./generate/view.js";
import { render } from "./lib/vendor/lit-html.js";

/** The Generate place: wires screen, session and page together. */

const root = /** @type {HTMLElement} */ (document.getElementById("generate"));
const { page, session, client } = openPlace();

let due = 0;
const screen = new GenerateScreen({
  client,
  api: apiUrl(page),
  canRelease: page.capabilities.includes("release"),
  boardUrl: boardUrl(page),
  changed,
  say,
});
const view = new GenerateView(screen);
root.replaceChildren();

/** Draws at most once a frame. */
function changed() {
  if (due) return;
  due = requestAnimationFrame(() => {
    due = 0;
    render(view.template(), root);
  });
}

session.addEventListener("change", () => screen.generate());

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || isTyping(event.target)) return;
  event.preventDefault();
  root.querySelector("input")?.focus();
});

const wanted = new URLSearchParams(location.hash.slice(1)).get("file");
if (wanted) screen.path = wanted;
screen.generate({ now: true });
void screen.loadReleases();
changed();
