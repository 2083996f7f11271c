import { html, nothing, repeat } from "../lib/vendor/lit-html.js";
import { POLICIES, filtered, tree } from "./tree.js";

/**
 * The file tree (WAI-ARIA tree view): up and down go along, right opens, left closes, Enter shows.
 *
 * @typedef {import("./screen.js").GenerateScreen} Screen
 * @typedef {import("./tree.js").Folder} Folder
 */

/** A search opens every folder unless it finds more files than this. */
const OPEN_ALL = 200;

/** @param {Screen} screen */
export function fileTree(screen) {
  const files = screen.generation?.files ?? [];
  const found = filtered(files, screen.search, screen.inside);
  const all = screen.search.trim() !== "" && found.length <= OPEN_ALL;
  return html`
    <label class="search">
      <span class="visually-hidden">Search paths and contents</span>
      <input
        class="input"
        type="search"
        placeholder="Search paths and contents"
        .value=${screen.search}
        @input=${(/** @type {InputEvent} */ event) => screen.find(/** @type {HTMLInputElement} */ (event.target).value)}
      />
    </label>
    <p class="small muted tree-count" role="status">${screen.search.trim() ? `${found.length} of ${files.length} files` : `${files.length} files`}</p>
    <ul class="tree" role="tree" aria-label="Files" @keydown=${onKey}>
      ${branch(screen, tree(found), all, 1)}
    </ul>
  `;
}

/** @param {Screen} screen @param {Folder} folder @param {boolean} all @param {number} level @returns {unknown} */
function branch(screen, folder, all, level) {
  return html`${repeat(folder.folders, (child) => child.path, (child) => folderItem(screen, child, all, level))}
  ${repeat(folder.files, (file) => file.path, (file) => fileItem(screen, file, level))}`;
}

/** @param {Screen} screen @param {Folder} folder @param {boolean} all @param {number} level */
function folderItem(screen, folder, all, level) {
  const open = all || screen.open.has(folder.path);
  return html`<li role="treeitem" aria-level=${level} aria-expanded=${open ? "true" : "false"}>
    <button class="tree-row tree-folder" data-open=${open ? "yes" : "no"} @click=${() => screen.toggle(folder.path)}>
      <svg class="icon tree-arrow" viewBox="0 0 16 16" aria-hidden="true"><path d="m6 4 4 4-4 4"></path></svg>
      <span class="tree-name">${folder.name}</span><span class="small tree-number">${folder.count}</span>
    </button>
    ${open ? html`<ul role="group">${branch(screen, folder, all, level + 1)}</ul>` : nothing}
  </li>`;
}

/** @param {Screen} screen @param {import("./tree.js").GeneratedFile} file @param {number} level */
function fileItem(screen, file, level) {
  const name = file.path.slice(file.path.lastIndexOf("/") + 1);
  const shown = file.path === screen.path;
  return html`<li role="treeitem" aria-level=${level} aria-selected=${shown ? "true" : "false"}>
    <button class="tree-row tree-file" aria-current=${shown ? "true" : "false"} title="${file.path} · ${POLICIES[file.policy]?.meaning ?? ""}" @click=${() => screen.show(file.path)}>
      <span class="tree-name">${name}</span>
      ${file.policy === "owned" ? nothing : html`<span class="policy policy-${file.policy}">${POLICIES[file.policy]?.name ?? file.policy}</span>`}
    </button>
  </li>`;
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const rows = /** @type {HTMLButtonElement[]} */ ([.../** @type {HTMLElement} */ (event.currentTarget).querySelectorAll(".tree-row")]);
  const at = rows.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
  const row = rows[at];
  if (!row) return;
  const open = row.dataset.open;
  if (event.key === "ArrowDown") rows[at + 1]?.focus();
  else if (event.key === "ArrowUp") rows[at - 1]?.focus();
  else if (event.key === "Home") rows[0]?.focus();
  else if (event.key === "End") rows.at(-1)?.focus();
  else if (event.key === "ArrowRight" && open === "no") row.click();
  else if (event.key === "ArrowRight" && open === "yes") rows[at + 1]?.focus();
  else if (event.key === "ArrowLeft" && open === "yes") row.click();
  else if (event.key === "ArrowLeft") parentRow(row)?.focus();
  else return;
  event.preventDefault();
}

/** @param {HTMLElement} row */
function parentRow(row) {
  const parent = row.closest("ul")?.parentElement?.querySelector(":scope > .tree-row");
  return parent instanceof HTMLElement ? parent : null;
}
