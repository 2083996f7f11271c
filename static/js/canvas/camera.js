/** Where we look at the wall from: board units to screen pixels and back. Knows nothing of the DOM. */

/** @typedef {{x: number, y: number}} Point */
/** @typedef {{minX: number, minY: number, maxX: number, maxY: number}} Box in board units */

export const MIN_ZOOM = 0.02;
export const MAX_ZOOM = 4;

/** @param {number} zoom */
export function clampZoom(zoom) {
  return Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, zoom));
}

export class Camera {
  /** The board point at the upper left corner of the screen. */
  x = 0;
  y = 0;
  /** Screen pixels a board unit. */
  zoom = 1;
  width = 0;
  height = 0;

  /** @param {number} width @param {number} height in screen pixels */
  resize(width, height) {
    this.width = width;
    this.height = height;
  }

  /** @param {Point} point @returns {Point} */
  toScreen({ x, y }) {
    return { x: (x - this.x) * this.zoom, y: (y - this.y) * this.zoom };
  }

  /** @param {Point} point @returns {Point} */
  toBoard({ x, y }) {
    return { x: x / this.zoom + this.x, y: y / this.zoom + this.y };
  }

  /** What is in sight. @param {number} [margin] in screen pixels @returns {Box} */
  view(margin = 0) {
    const around = margin / this.zoom;
    return {
      minX: this.x - around,
      minY: this.y - around,
      maxX: this.x + this.width / this.zoom + around,
      maxY: this.y + this.height / this.zoom + around,
    };
  }

  /** @returns {Point} the middle of the screen, in board units */
  get centre() {
    return this.toBoard({ x: this.width / 2, y: this.height / 2 });
  }

  /** @param {number} dx @param {number} dy screen pixels that the wall follows the hand */
  panBy(dx, dy) {
    this.x -= dx / this.zoom;
    this.y -= dy / this.zoom;
  }

  /** The point under `at` (screen) stays where it is. @param {Point} at @param {number} zoom */
  zoomAt(at, zoom) {
    const fixed = this.toBoard(at);
    this.zoom = clampZoom(zoom);
    this.x = fixed.x - at.x / this.zoom;
    this.y = fixed.y - at.y / this.zoom;
  }

  /**
   * The pose that shows all of `box`.
   * @param {Box} box @param {{padding?: number, maxZoom?: number}} [options] padding in screen pixels
   * @returns {Pose}
   */
  poseOf(box, { padding = 72, maxZoom = 1 } = {}) {
    const width = Math.max(1, box.maxX - box.minX);
    const height = Math.max(1, box.maxY - box.minY);
    const roomX = Math.max(40, this.width - 2 * padding);
    const roomY = Math.max(40, this.height - 2 * padding);
    const zoom = clampZoom(Math.min(maxZoom, roomX / width, roomY / height));
    return this.poseAt({ x: (box.minX + box.maxX) / 2, y: (box.minY + box.maxY) / 2 }, zoom);
  }

  /** The pose with `point` in the middle. @param {Point} point @param {number} [zoom] @returns {Pose} */
  poseAt(point, zoom = this.zoom) {
    return { x: point.x - this.width / 2 / zoom, y: point.y - this.height / 2 / zoom, zoom };
  }

  /** @returns {Pose} */
  get pose() {
    return { x: this.x, y: this.y, zoom: this.zoom };
  }

  /** @param {Pose} pose */
  set pose({ x, y, zoom }) {
    this.x = x;
    this.y = y;
    this.zoom = clampZoom(zoom);
  }
}

/** @typedef {{x: number, y: number, zoom: number}} Pose */

/**
 * A pose between two, zooming evenly while the middle of the screen moves evenly.
 * @param {Pose} from @param {Pose} to @param {number} share 0–1 @param {{width: number, height: number}} screen
 * @returns {Pose}
 */
export function between(from, to, share, { width, height }) {
  const zoom = from.zoom * (to.zoom / from.zoom) ** share;
  const middle = (/** @type {Pose} */ pose) => ({ x: pose.x + width / 2 / pose.zoom, y: pose.y + height / 2 / pose.zoom });
  const start = middle(from);
  const end = middle(to);
  const x = start.x + (end.x - start.x) * share;
  const y = start.y + (end.y - start.y) * share;
  return { x: x - width / 2 / zoom, y: y - height / 2 / zoom, zoom };
}
