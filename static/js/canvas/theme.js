/** The colours that a canvas draws with, read from the design tokens in css/tokens.css. */
import { KINDS } from "../model/kinds.js";

const TINTS = 8;

export class Theme {
  /** @type {Map<string, string>} */
  kinds = new Map();
  /** @type {string[]} */
  tints = [];
  font = "Inter, sans-serif";
  ground = "";
  dot = "";
  ink = "";
  noteInk = "";
  noteInkSoft = "";
  surface = "";
  accent = "";
  link = "";
  inferred = "";
  compensates = "";
  pivotal = "";
  error = "";
  warning = "";

  constructor() {
    this.refresh();
  }

  /** Reads the tokens again: call it when light or dark was chosen. */
  refresh() {
    const style = getComputedStyle(document.documentElement);
    const token = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
    this.kinds = new Map(Object.keys(KINDS).map((code) => [code, token(`--kind-${code}`)]));
    this.tints = Array.from({ length: TINTS }, (_, index) => token(`--tint-${index}`));
    this.font = token("--font");
    this.ground = token("--ground");
    this.dot = token("--ground-dot");
    this.ink = token("--ink");
    this.noteInk = token("--note-ink");
    this.noteInkSoft = token("--note-ink-soft");
    this.surface = token("--surface-raised");
    this.accent = token("--accent");
    this.link = token("--link");
    this.inferred = token("--link-inferred");
    this.compensates = token("--link-compensates");
    this.pivotal = token("--pivotal");
    this.error = token("--error");
    this.warning = token("--mark-warning");
  }

  /** @param {string} kind */
  colour(kind) {
    return this.kinds.get(kind) ?? this.surface;
  }

  /** @param {string} severity of a finding @returns {string} the colour of its dot; advice has none from afar */
  markColour(severity) {
    return severity === "error" ? this.error : severity === "warning" ? this.warning : "";
  }

  /** Calls `listener` when the system's or the person's choice of theme changes. @param {() => void} listener */
  watch(listener) {
    const changed = () => {
      this.refresh();
      listener();
    };
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
    new MutationObserver(changed).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  }
}

/** Whether the person asked for less motion. */
export function stillness() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
