/** The layers that the wall is painted on. */

/** @param {string} name @param {boolean} alpha */
export function surface(name, alpha) {
  const canvas = document.createElement("canvas");
  canvas.className = name;
  canvas.setAttribute("aria-hidden", "true");
  const context = canvas.getContext("2d", { alpha });
  if (!context) throw new Error("This browser gives no canvas to draw the wall on. Try a current Firefox, Chrome or Safari.");
  return { canvas, context };
}

/** @param {string} name */
export function division(name) {
  const node = document.createElement("div");
  node.className = name;
  return node;
}

/** Clears, and sets board units. @param {CanvasRenderingContext2D} context @param {import("./camera.js").Camera} camera */
export function prepare(context, { x, y, zoom, width }) {
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  const scale = (context.canvas.width / Math.max(1, width)) * zoom;
  context.setTransform(scale, 0, 0, scale, -x * scale, -y * scale);
}
