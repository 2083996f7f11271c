import { mountBar } from "../panels/bar.js";
import { Notices } from "../panels/notices.js";
import { openRename, openShare } from "../panels/share.js";
import { Session } from "../sync/session.js";
import { ApiClient } from "./client.js";
import { isTyping, pageData, say } from "./page.js";

/**
 * What the places beside the wall have in common: the session, the end of the top bar, notices, undo by key.
 */
export function openPlace() {
  const page = pageData();
  const session = new Session({ boardId: page.board.id, member: page.member, urls: page.urls });
  const notices = new Notices(/** @type {HTMLElement} */ (document.getElementById("notices")));
  mountBar(session, page, {
    share: () => openShare(page),
    rename: () => openRename(page, (/** @type {string} */ name) => say(`You are ${name} now.`)),
  });
  session.addEventListener("refused", (event) => notices.show(String(/** @type {CustomEvent} */ (event).detail.reason)));
  session.addEventListener("undo", (event) => {
    const { message } = /** @type {CustomEvent} */ (event).detail;
    if (message) notices.show(message);
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event.target)) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) session.redo();
    else session.undo();
  });
  /** Says what was done, with the way to take it back. @param {string} message */
  const done = (message) => notices.show(message, { label: "Undo", run: () => session.undo() });
  return { page, session, notices, done, client: new ApiClient() };
}

/**
 * Waits until the server has everything that was done here, so that what is asked then knows of it. Without a
 * connection it does not wait.
 * @param {Session} session
 * @returns {Promise<void>}
 */
export function saved(session) {
  if (session.status.state !== "saving") return Promise.resolve();
  return new Promise((resolve) => {
    const look = () => {
      if (session.status.state === "saving") return;
      session.removeEventListener("status", look);
      resolve();
    };
    session.addEventListener("status", look);
  });
}

/**
 * Waits for the board; says in the page when it does not come.
 * @param {Session} session
 * @param {HTMLElement} root emptied for what is drawn there
 */
export async function boardIn(session, root) {
  try {
    await session.ready;
  } catch (error) {
    const sentence = document.createElement("p");
    sentence.className = "waiting muted";
    sentence.textContent = error instanceof Error ? error.message : "The board cannot be opened.";
    root.replaceChildren(sentence);
    throw error;
  }
  root.replaceChildren();
}
