/**
 * Three ways to draw notes, by zoom: real DOM notes near, wrapped text on a canvas further away, blocks of colour from
 * afar. Each boundary has two values, so that a zoom resting on it does not flicker.
 */

/** @typedef {"notes" | "text" | "blocks"} Tier */

const NEAR = { in: 0.57, out: 0.53 };
const FAR = { in: 0.19, out: 0.17 };

/** @param {number} zoom @param {Tier} [previous] the tier drawn until now @returns {Tier} */
export function tierAt(zoom, previous) {
  if (zoom >= (previous === "notes" ? NEAR.out : NEAR.in)) return "notes";
  if (zoom >= (previous === "blocks" ? FAR.in : FAR.out)) return "text";
  return "blocks";
}
