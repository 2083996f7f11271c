/**
 * A label in lines of at most `letters`, at most `lines` of them; the last ends in … where text is left.
 * @param {string} text
 * @param {number} letters
 * @param {number} lines
 */
export function wrapped(text, letters, lines) {
  /** @type {string[]} */
  const found = [];
  let line = "";
  for (const word of text.split(/\s+/).filter(Boolean).flatMap((word) => pieces(word, letters))) {
    if (line && line.length + 1 + word.length > letters) {
      found.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  if (line) found.push(line);
  if (found.length <= lines) return found;
  const last = /** @type {string} */ (found[lines - 1]);
  return [...found.slice(0, lines - 1), `${last.slice(0, Math.max(letters - 1, 1))}…`];
}

/** @param {string} word @param {number} letters */
function pieces(word, letters) {
  const found = [];
  for (let start = 0; start < word.length; start += letters) found.push(word.slice(start, start + letters));
  return found;
}
