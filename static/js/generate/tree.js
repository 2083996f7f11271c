/**
 * The files as folders, filtered by a search. A folder that only holds one folder is shown with it ("services/ordering").
 *
 * @typedef {import("../api/shapes.js").GeneratedFile} GeneratedFile
 * @typedef {{name: string, path: string, folders: Folder[], files: GeneratedFile[], count: number}} Folder
 */

/**
 * @param {GeneratedFile[]} files
 * @returns {Folder} the root; folders and files by name
 */
export function tree(files) {
  const root = folder("", "");
  for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    let at = root;
    const parts = file.path.split("/");
    parts.slice(0, -1).forEach((name, index) => {
      const path = parts.slice(0, index + 1).join("/");
      let next = at.folders.find((child) => child.path === path);
      if (!next) {
        next = folder(name, path);
        at.folders.push(next);
      }
      at.count += 1;
      at = next;
    });
    at.count += 1;
    at.files.push(file);
  }
  root.folders = root.folders.map(joined);
  return root;
}

/** @param {string} name @param {string} path @returns {Folder} */
function folder(name, path) {
  return { name, path, folders: [], files: [], count: 0 };
}

/** @param {Folder} found @returns {Folder} */
function joined(found) {
  let at = found;
  const [only] = at.folders;
  if (only && at.folders.length === 1 && at.files.length === 0) {
    at = { ...only, name: `${at.name}/${only.name}` };
    return joined(at);
  }
  return { ...at, folders: at.folders.map(joined) };
}

/**
 * Files that have every word of the search in their path, or are among those whose contents do.
 * @param {GeneratedFile[]} files
 * @param {string} search
 * @param {Set<string>} [inside] paths whose contents were found to match
 */
export function filtered(files, search, inside = new Set()) {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return files;
  return files.filter((file) => inside.has(file.path) || words.every((word) => file.path.toLowerCase().includes(word)));
}

/** Folders that have to be open to see a file. @param {string} path */
export function ancestors(path) {
  const parts = path.split("/");
  return parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join("/"));
}

/** @param {number} bytes */
export function sizeWords(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  return `${(bytes / 1024).toFixed(bytes < 10240 ? 1 : 0)} KB`;
}

/**
 * How many files each context has: what lies under services/<context>/.
 * @param {GeneratedFile[]} files
 * @returns {{context: string, count: number}[]} by name
 */
export function perContext(files) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { path } of files) {
    const match = /^services\/([^/]+)\//.exec(path);
    if (match?.[1]) counts.set(match[1], (counts.get(match[1]) ?? 0) + 1);
  }
  return [...counts].map(([context, count]) => ({ context, count })).sort((a, b) => (a.context < b.context ? -1 : 1));
}

/** @type {Record<string, {name: string, meaning: string}>} */
export const POLICIES = {
  owned: { name: "Owned", meaning: "Written anew each time; do not edit." },
  merge: { name: "Merged", meaning: "Yours to edit; your changes and the model's are merged." },
  once: { name: "Once", meaning: "Written once, then yours; never touched again." },
};
