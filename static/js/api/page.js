/**
 * What a page was given by the server, and its voice for screen readers.
 *
 * @typedef {{board: {id: string, name: string}, member: {id: string, name: string, colour: string, role: string},
 *   capabilities: string[], urls: Record<string, string>}} PageData
 */

/** @returns {PageData} */
export function pageData() {
  const holder = document.getElementById("page");
  if (!holder?.textContent) throw new Error("This page came without its data; load it again.");
  return JSON.parse(holder.textContent);
}

/** Where the board's REST resources are. @param {PageData} page */
export function apiUrl(page) {
  return page.urls.board ?? `/api/v1/boards/${encodeURIComponent(page.board.id)}/`;
}

/** @param {PageData} page */
export function boardUrl(page) {
  return `/boards/${encodeURIComponent(page.board.id)}/`;
}

/** Says something politely to those who listen instead of looking. @param {string} text */
export function say(text) {
  const live = document.getElementById("live");
  if (live) live.textContent = text;
}

/** True while a person types: single keys then belong to the text. @param {EventTarget | null} target */
export function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("textarea, select, input:not([type=range], [type=checkbox], [type=radio])"));
}
