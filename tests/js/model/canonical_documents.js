/** A document with what has no order put in one, so that two can be compared. @param {any} document */
export function canonical(document) {
  const by = (/** @type {string} */ name) => (/** @type {any} */ one, /** @type {any} */ other) =>
    String(one[name]) < String(other[name]) ? -1 : 1;
  const out = structuredClone(document);
  for (const collection of ["elements", "links", "frames", "examples"]) out[collection].sort(by("id"));
  out.types.sort(by("name"));
  for (const name of ["same_context", "separate_context"]) {
    if (out.decisions[name]) out.decisions[name] = out.decisions[name].map((/** @type {string[]} */ pair) => pair.sort().join("\n")).sort();
  }
  for (const name of ["answers", "links", "contexts"]) {
    out.decisions[name]?.sort((/** @type {any} */ one, /** @type {any} */ other) => (text(one) < text(other) ? -1 : 1));
  }
  return sorted(out);
}

/** @param {unknown} value */
function text(value) {
  return JSON.stringify(sorted(value));
}

/** @param {any} value @returns {any} the same with its keys in order */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.keys(value).sort().map((name) => [name, sorted(value[name])]));
}
