/**
 * Looking at a drawing: drag or arrow keys pan, wheel, pinch, + and − zoom, 0 shows everything. Works on the
 * `viewBox` of an SVG; a click stays a click.
 *
 * @typedef {{x: number, y: number, width: number, height: number}} Box
 */

const MOST = 2.5;
const LEAST = 0.02;
const STEP = 1.25;
const MARGIN = 24;
/** Further than this, in px, is a drag and no click. */
const DRAG = 4;

export class Viewport {
  #x = 0;
  #y = 0;
  #fitted = false;
  #readable = LEAST;
  /** @type {Map<number, [number, number]>} */
  #pointers = new Map();
  #travelled = 0;

  /**
   * @param {SVGSVGElement} svg
   * @param {(scale: number) => void} changed after the scale changed
   */
  constructor(svg, changed = () => {}) {
    this.svg = svg;
    this.changed = changed;
    this.scale = 1;
    /** @type {Box} */
    this.whole = { x: 0, y: 0, width: 100, height: 100 };
    svg.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    svg.addEventListener("pointerdown", (event) => this.#down(event));
    svg.addEventListener("pointermove", (event) => this.#move(event));
    for (const end of ["pointerup", "pointercancel"]) {
      svg.addEventListener(end, (event) => this.#pointers.delete(/** @type {PointerEvent} */ (event).pointerId));
    }
    svg.addEventListener("click", (event) => this.#swallow(event), { capture: true });
    svg.addEventListener("keydown", (event) => this.key(event));
    new ResizeObserver(() => (this.#fitted ? this.#write() : this.fit(this.#readable))).observe(svg);
  }

  /**
   * Tells what there is to see; looks at it the first time only: at all of it, or at the head of it where everything
   * would be smaller than `readable`.
   * @param {Box} whole
   * @param {number} [readable] scale
   */
  show(whole, readable = LEAST) {
    this.whole = whole;
    this.#readable = readable;
    if (!this.#fitted) this.fit(readable);
  }

  /** @param {number} [least] scale */
  fit(least = LEAST) {
    const { width, height } = this.#size();
    if (!width || !height || !this.whole.width) return;
    this.#fitted = true;
    const scale = Math.min((width - 2 * MARGIN) / this.whole.width, (height - 2 * MARGIN) / this.whole.height, 1);
    this.scale = Math.max(scale, least);
    this.#x = this.whole.x + this.whole.width / 2 - width / this.scale / 2;
    const middle = this.whole.y + this.whole.height / 2 - height / this.scale / 2;
    this.#y = scale < least ? this.whole.y - MARGIN / this.scale : middle;
    this.#write();
    this.changed(this.scale);
  }

  /** @param {number} factor @param {[number, number]} [at] px from the upper left corner; the middle if not given */
  zoom(factor, at) {
    const { width, height } = this.#size();
    const [px, py] = at ?? [width / 2, height / 2];
    const scale = Math.min(Math.max(this.scale * factor, LEAST), MOST);
    this.#x += px / this.scale - px / scale;
    this.#y += py / this.scale - py / scale;
    this.scale = scale;
    this.#write();
    this.changed(scale);
  }

  zoomIn() {
    this.zoom(STEP);
  }

  zoomOut() {
    this.zoom(1 / STEP);
  }

  /** @param {PointerEvent | MouseEvent} event @returns {[number, number]} in the drawing's units */
  place(event) {
    const [px, py] = this.#at(event);
    return [this.#x + px / this.scale, this.#y + py / this.scale];
  }

  /** What can be seen, in the drawing's units. @returns {Box} */
  get seen() {
    const { width, height } = this.#size();
    return { x: this.#x, y: this.#y, width: width / this.scale, height: height / this.scale };
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const by = 60 / this.scale;
    /** @type {Record<string, () => void>} */
    const keys = {
      "+": () => this.zoomIn(),
      "=": () => this.zoomIn(),
      "-": () => this.zoomOut(),
      0: () => this.fit(),
      ArrowLeft: () => this.#pan(-by, 0),
      ArrowRight: () => this.#pan(by, 0),
      ArrowUp: () => this.#pan(0, -by),
      ArrowDown: () => this.#pan(0, by),
    };
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  get narrow() {
    return this.svg.clientWidth < 560;
  }

  #size() {
    return { width: this.svg.clientWidth, height: this.svg.clientHeight };
  }

  #write() {
    const { x, y, width, height } = this.seen;
    if (width > 0 && height > 0) this.svg.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
  }

  /** @param {number} dx @param {number} dy in the drawing's units */
  #pan(dx, dy) {
    this.#x += dx;
    this.#y += dy;
    this.#write();
    this.changed(this.scale);
  }

  /** @param {MouseEvent} event @returns {[number, number]} */
  #at(event) {
    const { left, top } = this.svg.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    event.preventDefault();
    if (event.ctrlKey || event.metaKey || Math.abs(event.deltaX) < 1) this.zoom(Math.exp(-event.deltaY * 0.0016), this.#at(event));
    else this.#pan(event.deltaX / this.scale, event.deltaY / this.scale);
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (event.button !== 0) return;
    if (this.#pointers.size === 0) this.#travelled = 0;
    this.#pointers.set(event.pointerId, [event.clientX, event.clientY]);
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const was = this.#pointers.get(event.pointerId);
    if (!was) return;
    const other = [...this.#pointers].find(([id]) => id !== event.pointerId)?.[1];
    const [dx, dy] = [event.clientX - was[0], event.clientY - was[1]];
    this.#travelled += Math.abs(dx) + Math.abs(dy);
    this.#pointers.set(event.pointerId, [event.clientX, event.clientY]);
    if (this.#travelled <= DRAG) return;
    if (!this.svg.hasPointerCapture(event.pointerId)) this.svg.setPointerCapture(event.pointerId);
    if (!other) {
      this.#pan(-dx / this.scale, -dy / this.scale);
      return;
    }
    const before = Math.hypot(was[0] - other[0], was[1] - other[1]);
    const now = Math.hypot(event.clientX - other[0], event.clientY - other[1]);
    const { left, top } = this.svg.getBoundingClientRect();
    if (before > 0) this.zoom(now / before, [(event.clientX + other[0]) / 2 - left, (event.clientY + other[1]) / 2 - top]);
  }

  /** @param {Event} event */
  #swallow(event) {
    if (this.#travelled <= DRAG) return;
    this.#travelled = 0;
    event.stopPropagation();
    event.preventDefault();
  }
}
