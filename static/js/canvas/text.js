/**
 * One text layout for the DOM, the canvas and exports: wraps a label and finds the largest size, 16 px down to 11 px at
 * zoom 1, at which it fits its note. What does not fit at 11 px ends with an ellipsis.
 */

/** @typedef {{size: number, lineHeight: number, lines: readonly string[], cut: boolean}} Fitted sizes in board units */
/** @typedef {(text: string) => number} Measure the width of `text` at 16 px; widths scale with the size */

export const LARGEST = 16;
export const SMALLEST = 11;
const LEADING = 1.22;
const CACHED = 20_000;

export class TextLayout {
  #measure;
  /** @type {Map<string, number>} */
  #widths = new Map();
  /** @type {Map<string, Fitted>} */
  #fitted = new Map();

  /** @param {Measure} measure */
  constructor(measure) {
    this.#measure = measure;
  }

  /** Forgets every width: call it when the font has arrived. */
  clear() {
    this.#widths.clear();
    this.#fitted.clear();
  }

  /** @param {string} text @param {number} width @param {number} height of the room @returns {Fitted} */
  fit(text, width, height) {
    const key = `${width}×${height} ${text}`;
    const known = this.#fitted.get(key);
    if (known) return known;
    if (this.#fitted.size >= CACHED) this.#fitted.clear();
    const fitted = this.#search(text, width, height);
    this.#fitted.set(key, fitted);
    return fitted;
  }

  /** @param {string} text @param {number} width @param {number} height @returns {Fitted} */
  #search(text, width, height) {
    for (let size = LARGEST; size > SMALLEST; size -= 1) {
      const { lines, broken } = this.wrap(text, width, size);
      if (!broken && lines.length * size * LEADING <= height) return fitted(size, lines, false);
    }
    const { lines } = this.wrap(text, width, SMALLEST);
    const room = Math.max(1, Math.floor(height / (SMALLEST * LEADING)));
    if (lines.length <= room) return fitted(SMALLEST, lines, false);
    const kept = lines.slice(0, room);
    kept[room - 1] = this.#shorten(kept[room - 1] ?? "", width, SMALLEST);
    return fitted(SMALLEST, kept, true);
  }

  /**
   * Lines of `text` at `size`; `broken` says that a word had to be split where nobody would.
   * @param {string} text @param {number} width @param {number} size @returns {{lines: string[], broken: boolean}}
   */
  wrap(text, width, size) {
    const limit = (width * LARGEST) / size;
    const space = this.width(" ");
    let broken = false;
    const lines = [];
    for (const paragraph of text.split("\n")) {
      let line = "";
      let used = 0;
      for (const word of paragraph.split(/\s+/).filter(Boolean)) {
        const { pieces, hard } = this.#split(word, limit);
        broken ||= hard;
        for (const [index, piece] of pieces.entries()) {
          const wide = this.width(piece);
          const gap = index === 0 ? space : 0;
          if (line && (index > 0 || used + gap + wide > limit)) {
            lines.push(line);
            line = piece;
            used = wide;
          } else {
            used += (line ? gap : 0) + wide;
            line = line ? `${line} ${piece}` : piece;
          }
        }
      }
      lines.push(line);
    }
    return { lines, broken };
  }

  /** The width at 16 px. @param {string} text */
  width(text) {
    const known = this.#widths.get(text);
    if (known !== undefined) return known;
    if (this.#widths.size >= CACHED) this.#widths.clear();
    const measured = this.#measure(text);
    this.#widths.set(text, measured);
    return measured;
  }

  /**
   * `hard` says that a word was split where nobody would.
   * @param {string} word @param {number} limit @returns {{pieces: string[], hard: boolean}}
   */
  #split(word, limit) {
    if (this.width(word) <= limit) return { pieces: [word], hard: false };
    /** @type {string[]} */
    const pieces = [];
    let piece = "";
    let hard = false;
    for (const part of breakable(word)) {
      if (piece && this.width(piece + part) > limit) {
        pieces.push(piece);
        piece = "";
      }
      if (this.width(part) <= limit) {
        piece += part;
        continue;
      }
      hard = true;
      for (const character of part) {
        if (piece && this.width(piece + character) > limit) {
          pieces.push(piece);
          piece = "";
        }
        piece += character;
      }
    }
    if (piece) pieces.push(piece);
    return { pieces, hard };
  }

  /** @param {string} line @param {number} width @param {number} size */
  #shorten(line, width, size) {
    const limit = (width * LARGEST) / size;
    let kept = Array.from(line);
    while (kept.length && this.width(`${kept.join("").trimEnd()}…`) > limit) kept = kept.slice(0, -1);
    return `${kept.join("").trimEnd()}…`;
  }
}

/**
 * Where a long word may break first: after a hyphen, slash, underscore or dot, and before a capital: OrderPlaced.
 * @param {string} word
 */
function breakable(word) {
  return word.split(/(?<=[-/_.])|(?<=\p{Ll})(?=\p{Lu})/u);
}

/** @param {number} size @param {readonly string[]} lines @param {boolean} cut @returns {Fitted} */
function fitted(size, lines, cut) {
  return { size, lineHeight: size * LEADING, lines, cut };
}

/**
 * Measures with a canvas context in the font of the notes.
 * @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} context @param {string} family
 * @returns {Measure}
 */
export function canvasMeasure(context, family) {
  return (text) => {
    context.font = `500 ${LARGEST}px ${family}`;
    return context.measureText(text).width;
  };
}
