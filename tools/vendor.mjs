// Makes static/js/lib/vendor/*.js and static/fonts/* from the npm packages that package.json pins.
// For maintainers: `npm install && npm run vendor`, then look at the difference and commit it. Running needs no node.
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const packages = join(root, "node_modules");
const scripts = join(root, "static/js/lib/vendor");
const fonts = join(root, "static/fonts");

/** One ES module a library: what it exports, and the packages whose code is in it. */
const LIBRARIES = [
  {
    file: "rbush.js",
    source: 'export { default as RBush } from "rbush";',
    from: ["rbush", "quickselect"],
  },
  {
    file: "lit-html.js",
    source: [
      'export { html, svg, render, nothing } from "lit-html";',
      'export { repeat } from "lit-html/directives/repeat.js";',
      'export { live } from "lit-html/directives/live.js";',
    ].join("\n"),
    from: ["lit-html"],
  },
];

const FONT_FILES = ["inter-latin-wght-normal.woff2", "inter-latin-ext-wght-normal.woff2"];

/** @param {string} name */
async function licence(name) {
  const { version, license, homepage } = JSON.parse(await readFile(join(packages, name, "package.json"), "utf8"));
  const text = await readFile(join(packages, name, "LICENSE"), "utf8");
  return `${name} ${version} (${license})${homepage ? ` ${homepage}` : ""}\n\n${text.trim()}`;
}

/** @param {{file: string, source: string, from: string[]}} library */
async function vendor({ file, source, from }) {
  const result = await build({
    stdin: { contents: source, resolveDir: root },
    bundle: true,
    format: "esm",
    target: "es2022",
    legalComments: "none",
    write: false,
  });
  const notices = (await Promise.all(from.map(licence))).join("\n\n---\n\n");
  const header = `/*! Made by tools/vendor.mjs, do not edit.\n\n${notices}\n*/\n`;
  await writeFile(join(scripts, file), header + result.outputFiles[0].text);
}

await mkdir(scripts, { recursive: true });
await mkdir(fonts, { recursive: true });
await Promise.all(LIBRARIES.map(vendor));
const inter = join(packages, "@fontsource-variable/inter");
await Promise.all(FONT_FILES.map((file) => copyFile(join(inter, "files", file), join(fonts, file))));
await copyFile(join(inter, "LICENSE"), join(fonts, "LICENSE-Inter.txt"));
