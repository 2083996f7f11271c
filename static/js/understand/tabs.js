import { html } from "../lib/vendor/lit-html.js";

/** Where tabs do not fit beside each other, the chosen one comes into view. @param {ParentNode} root */
export function revealChosenTab(root) {
  const tab = root.querySelector('[role="tab"][aria-selected="true"]');
  const list = tab?.parentElement;
  if (!(tab instanceof HTMLElement) || !list || list.scrollWidth <= list.clientWidth) return;
  const [start, end] = [tab.offsetLeft - list.offsetLeft, tab.offsetLeft - list.offsetLeft + tab.offsetWidth];
  if (start < list.scrollLeft || end > list.scrollLeft + list.clientWidth) list.scrollLeft = start - (list.clientWidth - tab.offsetWidth) / 2;
}

/**
 * The tabs of a place: arrow keys, Home and End go from one to the next, and choose it (WAI-ARIA tabs).
 *
 * @template {string} Tab
 * @param {{id: Tab, name: string, count?: number}[]} tabs
 * @param {Tab} chosen
 * @param {(tab: Tab) => void} choose
 */
export function tabList(tabs, chosen, choose) {
  const key = (/** @type {KeyboardEvent} */ event) => {
    const at = tabs.findIndex((tab) => tab.id === chosen);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = /** @type {{id: Tab}} */ (tabs[(to + tabs.length) % tabs.length]);
    choose(next.id);
    document.getElementById(`tab-${next.id}`)?.focus();
  };
  return html`<div class="tabs" role="tablist" aria-label="Views" @keydown=${key}>
    ${tabs.map(
      (tab) => html`<button
        id="tab-${tab.id}"
        role="tab"
        aria-selected=${tab.id === chosen ? "true" : "false"}
        aria-controls="view"
        tabindex=${tab.id === chosen ? 0 : -1}
        @click=${() => choose(tab.id)}
      >
        ${tab.name}${tab.count ? html` <span class="badge">${tab.count}</span>` : ""}
      </button>`,
    )}
  </div>`;
}
