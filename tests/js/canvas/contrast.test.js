import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { KINDS } from "../../../static/js/model/kinds.js";

const css = readFileSync(new URL("../../../static/css/tokens.css", import.meta.url), "utf8");

/** The tokens of one block. @param {string} selector @param {Record<string, string>} [under] */
function tokens(selector, under = {}) {
  const start = css.indexOf(`${selector} {`);
  assert.ok(start >= 0, selector);
  const block = css.slice(start, css.indexOf("}", start));
  return { ...under, ...Object.fromEntries([...block.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value])) };
}

/** WCAG 2 relative luminance. @param {string} hex */
function luminance(hex) {
  const channels = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  const [r, g, b] = channels.map((value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

/** @param {string} a @param {string} b */
function contrast(a, b) {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

const light = tokens(":root");
const themes = { light, dark: tokens(':root[data-theme="dark"]', light) };

for (const [name, theme] of Object.entries(themes)) {
  test(`text on every kind of note is legible in the ${name} theme`, () => {
    for (const code of Object.keys(KINDS)) {
      const ratio = contrast(theme["--note-ink"] ?? "", theme[`--kind-${code}`] ?? "");
      assert.ok(ratio >= 4.5, `${code}: ${ratio.toFixed(2)}`);
    }
  });

  test(`words of the interface are legible in the ${name} theme`, () => {
    for (const ink of ["--ink", "--ink-soft", "--error", "--warning", "--accent"]) {
      for (const ground of ["--surface", "--surface-raised", "--ground"]) {
        const ratio = contrast(theme[ink] ?? "", theme[ground] ?? "");
        assert.ok(ratio >= 4.5, `${ink} on ${ground}: ${ratio.toFixed(2)}`);
      }
    }
    assert.ok(contrast(theme["--accent-ink"] ?? "", theme["--accent"] ?? "") >= 4.5);
    assert.ok(contrast(theme["--accent-soft-ink"] ?? "", theme["--accent-soft"] ?? "") >= 4.5);
  });
}

test("the light theme's notes have the colours of the notation", () => {
  for (const kind of Object.values(KINDS)) assert.equal(light[`--kind-${kind.code}`]?.toUpperCase(), kind.colour);
});

test("the chosen dark theme and the system's are the same", () => {
  const system = tokens(':root:not([data-theme="light"])');
  assert.deepEqual(system, tokens(':root[data-theme="dark"]'));
});
