/** Ids for what a person adds; unique without asking the server. */

/** 96 random bits in base 36. `crypto.randomUUID` is missing where a board is opened over plain HTTP in a local network. */
export function newId() {
  const words = crypto.getRandomValues(new Uint32Array(3));
  return Array.from(words, (word) => word.toString(36).padStart(7, "0")).join("");
}
