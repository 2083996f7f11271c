/** The board page: puts session, wall, tools and panels together. */
import { pageData } from "./api/page.js";
import { Session } from "./sync/session.js";
import { FrameTool } from "./tools/frame.js";
import { LassoTool } from "./tools/lasso.js";
import { LinkTool } from "./tools/link.js";
import { NoteTool } from "./tools/note.js";
import { PanTool } from "./tools/pan.js";
import { PointerInput } from "./tools/pointer.js";
import { listen } from "./tools/keyboard.js";
import { Workspace } from "./tools/workspace.js";
import { followOthers } from "./panels/others.js";
import { AnalysisFeed } from "./panels/analysis.js";
import { mountBar, switchTheme } from "./panels/bar.js";
import { openCommandPalette } from "./panels/command_palette.js";
import { mountContextBar } from "./panels/context_bar.js";
import { detailsPanel } from "./panels/details.js";
import { Dock } from "./panels/dock.js";
import { FindBar } from "./panels/find.js";
import { findingsPanel } from "./panels/findings.js";
import { openKeys } from "./panels/keys.js";
import { Notices } from "./panels/notices.js";
import { outlinePanel } from "./panels/outline.js";
import { mountPalette } from "./panels/palette.js";
import { offerRefused } from "./panels/refused.js";
import { openRename, openShare } from "./panels/share.js";
import { sayWhyOffline } from "./panels/turned_away.js";
import { mountWelcome } from "./panels/welcome.js";
import { mountZoom } from "./panels/zoom.js";

const page = pageData();
const session = new Session({ boardId: page.board.id, member: page.member, urls: page.urls });
await Promise.all([session.ready, document.fonts.load("500 16px Inter")]);

const desk = new Workspace(session, byId("wall"), page);
desk.tools.add(new PanTool(desk), new LassoTool(desk), new LinkTool(desk), new FrameTool(desk), new NoteTool(desk));
listen(desk, new PointerInput(desk));

const feed = new AnalysisFeed(desk);
const dock = new Dock(byId("panel"), desk);
dock.add("details", detailsPanel(desk, feed, dock.draw));
dock.add("findings", findingsPanel(desk, feed, dock.draw));
dock.add("outline", outlinePanel(desk, dock.draw));

const rename = () => openRename(page, (name) => desk.announce(`You are ${name} now.`));
const share = () => openShare(page);
mountBar(session, page, { share, rename, person: ({ id }) => goToPerson(id) });
mountPalette(byId("palette"), desk);
mountContextBar(byId("context-bar"), desk);
const zoom = mountZoom(byId("zoom"), desk);
const find = new FindBar(desk);
const notices = new Notices(byId("notices"));

/** What opens under which name. @type {Record<string, () => void>} */
const openers = {
  "": () => dock.close(),
  find: () => find.open(),
  palette: () => openCommandPalette(desk),
  keys: openKeys,
  share,
  theme: switchTheme,
  minimap: () => zoom.toggleMap(),
};
on(desk, "panel", ({ name, ...detail }) => (dock.has(name) ? dock.show(name, detail) : openers[name]?.()));
on(desk, "notice", ({ message, action }) => notices.show(message, action));
on(desk, "announce", (message) => (byId("live").textContent = message));

on(session, "change", (change) => {
  desk.scene.update(session.board, change);
  desk.selection.prune((id) => desk.exists(id));
  desk.wall.invalidate();
});
on(session, "undo", ({ message }) => message && notices.show(message));
on(desk.selection, "change", () => session.present({ selection: [...desk.selection.ids].filter((id) => session.board.elements.has(id)) }));
offerRefused(desk);
sayWhyOffline(desk);
followOthers(desk);

for (const problem of /** @type {import("./tools/workspace.js").Page} */ (page).problems ?? []) notices.show(problem);
if (!goToNamed()) openingView();
addEventListener("hashchange", goToNamed);
mountWelcome(byId("welcome"), desk, { rename });
feed.start();
desk.wall.flush();
desk.wall.root.dataset.ready = "true";

/** Everything; on a narrow screen the beginning of the timeline, where one can still tell the notes apart. */
function openingView() {
  const { wall, scene } = desk;
  const bounds = scene.bounds();
  if (!bounds) return;
  const { width, height } = wall.camera;
  const across = width / (bounds.maxX - bounds.minX + 200);
  const zoom = Math.min(0.5, height / (bounds.maxY - bounds.minY + 400));
  if (width > 720 || across > zoom / 2) wall.fit(bounds, { instantly: true });
  else wall.goTo({ x: bounds.minX - 24 / zoom, y: (bounds.minY + bounds.maxY - height / zoom) / 2, zoom }, { instantly: true });
}

/** An address that ends with #note=… shows that note. @returns {boolean} */
function goToNamed() {
  const id = new URLSearchParams(location.hash.slice(1)).get("note");
  if (!id || !desk.board.elements.has(id)) return false;
  desk.flyTo(id);
  return true;
}

/** @param {string} id */
function goToPerson(id) {
  const cursor = session.people.get(id)?.cursor;
  if (cursor) desk.wall.goTo(desk.wall.camera.poseAt(cursor));
}

/** @param {EventTarget} target @param {string} type @param {(detail: any) => void} handler */
function on(target, type, handler) {
  target.addEventListener(type, (event) => handler(/** @type {CustomEvent} */ (event).detail ?? {}));
}

/** @param {string} id */
function byId(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`The page has no #${id}; it should be boards/storm.html.`);
  return node;
}
