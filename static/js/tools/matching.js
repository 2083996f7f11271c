/** Which notes a person means by a few words. */
import { timeline } from "./roving.js";

/** Ignores case and accents. @param {string} text */
export function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Elements whose label or description has all the words, in timeline order. @param {Iterable<import("../model/board.js").Element>} elements @param {string} query */
export function matches(elements, query) {
  const words = folded(query).split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  const found = [...elements].filter(({ label, description = "" }) => {
    const text = folded(`${label} ${description}`);
    return words.every((word) => text.includes(word));
  });
  return timeline(found);
}
