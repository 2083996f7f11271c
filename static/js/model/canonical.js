/**
 * Entries of the board document in their one written form: what equals its default is left out, as the server writes
 * them. Keys that this version does not know stay.
 */

/** @typedef {Record<string, any>} Json */

const FIELD = { type: "string", required: true, description: "", example: null, personal: false };
const ELEMENT = { x: null, y: null, description: "", pivotal: false, author: "", state: "" };
const FRAME = { label: "", x: 0, y: 0, width: 400, height: 300 };
const CONTEXT = { name: "", value: null, risk: null, effort: null, stage: "" };

/** @param {Json} raw @param {Json} defaults @returns {Json} */
function without(raw, defaults) {
  /** @type {Json} */
  const out = {};
  for (const name in raw) {
    const value = raw[name];
    if (value !== undefined && !(name in defaults && defaults[name] === value)) out[name] = value;
  }
  return out;
}

/** @param {Json} out @param {string} name @param {(entry: Json) => Json} [each] */
function list(out, name, each) {
  if (!(name in out)) return;
  if (!out[name].length) delete out[name];
  else if (each) out[name] = out[name].map(each);
}

/** @param {Json} raw */
export function field(raw) {
  return without(raw, FIELD);
}

/** @param {Json} raw @returns {any} */
export function element(raw) {
  const out = without(raw, ELEMENT);
  list(out, "fields", field);
  if (out.state === "open") delete out.state;
  return out;
}

/** @param {Json} raw @returns {any} */
export function link(raw) {
  const out = without(raw, { role: "flow" });
  if ("group" in out) {
    if (out.group === null) delete out.group;
    else out.group = group(out.group);
  }
  return out;
}

/** @param {Json} raw @returns {any} */
export function group({ id, mode = "X" }) {
  return mode === "X" ? { id } : { id, mode };
}

/** @param {Json} raw @returns {any} */
export function frame(raw) {
  const out = without(raw, FRAME);
  list(out, "elements");
  return out;
}

/** A frame with everything that the wall needs. @param {Json} raw @returns {any} */
export function wholeFrame(raw) {
  return { ...FRAME, elements: [], ...raw };
}

/** @param {Json} raw @returns {any} */
export function type(raw) {
  const out = without(raw, {});
  list(out, "fields", field);
  list(out, "enum");
  return out;
}

/** @param {Json} raw @returns {any} */
export function example(raw) {
  const out = without(raw, {});
  list(out, "given");
  list(out, "then");
  if (out.when && !Object.keys(out.when).length) delete out.when;
  return out;
}

/** @param {Json} raw */
export function answer(raw) {
  return without(raw, { by: "" });
}

/** @param {Json} raw */
export function signOff(raw) {
  return without(raw, { at: "", note: "" });
}

/** @param {Json} raw */
export function measurement(raw) {
  return without(raw, { at: "" });
}

/** @param {Json} raw */
export function context(raw) {
  const out = without(raw, CONTEXT);
  list(out, "sign_offs", signOff);
  list(out, "measurements", measurement);
  return out;
}

/** @param {Json} raw */
export function decisions(raw) {
  const out = without(raw, {});
  list(out, "same_context");
  list(out, "separate_context");
  list(out, "answers", answer);
  list(out, "links");
  list(out, "contexts", context);
  if (out.extraction) {
    out.extraction = without(out.extraction, {});
    list(out.extraction, "first");
    list(out.extraction, "after");
    if (!Object.keys(out.extraction).length) delete out.extraction;
  }
  return out;
}
