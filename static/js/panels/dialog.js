/** A modal dialog: one at a time, closed by Escape, its button or a click beside it; the keyboard returns where it was. */
import { html, render } from "../lib/vendor/lit-html.js";
import { icon } from "./icon.js";

/**
 * @param {string} title @param {() => unknown} body drawn again by the returned `draw`
 * @param {{wide?: boolean, className?: string, bare?: boolean}} [options] `bare`: without a head
 */
export function openDialog(title, body, { wide = false, className = "", bare = false } = {}) {
  const holder = document.getElementById("dialogs") ?? document.body;
  holder.querySelector("dialog[open]")?.remove();
  const before = document.activeElement;
  const node = document.createElement("dialog");
  node.className = `dialog ${wide ? "dialog-wide" : ""} ${className}`;
  node.setAttribute("aria-label", title);
  holder.append(node);
  const close = () => node.close();
  const draw = () =>
    render(
      html`${bare
        ? ""
        : html`<div class="dialog-head"><h2>${title}</h2><button class="icon-button" aria-label="Close" title="Close (Esc)" @click=${close}>${icon("close")}</button></div>`}
        <div class=${bare ? "dialog-bare" : "dialog-body"}>${body()}</div>`,
      node,
    );
  node.addEventListener("click", (event) => event.target === node && close());
  node.addEventListener("close", () => {
    node.remove();
    if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
  });
  draw();
  node.showModal();
  return { draw, close, node };
}
