/** The pointers of the others, with their names; they follow gently and hide when they leave. */

/** @typedef {import("./camera.js").Camera} Camera */
/** @typedef {{id: string, name: string, colour: string, cursor: {x: number, y: number} | null}} Person */

const ARROW = "M1 1 6.200 15 8.600 8.900 14.800 6.300z";

export class Cursors {
  #layer;
  /** @type {Map<string, HTMLElement>} */
  #nodes = new Map();

  /** @param {HTMLElement} layer */
  constructor(layer) {
    this.#layer = layer;
  }

  /** @param {Iterable<Person>} people @param {Camera} camera */
  show(people, camera) {
    const seen = new Set();
    for (const person of people) {
      if (!person.cursor) continue;
      seen.add(person.id);
      const node = this.#nodes.get(person.id) ?? this.#make(person);
      const { x, y } = camera.toScreen(person.cursor);
      node.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
      node.hidden = x < -20 || y < -20 || x > camera.width + 20 || y > camera.height + 20;
      const name = /** @type {HTMLElement} */ (node.lastElementChild);
      if (name.textContent !== person.name) name.textContent = person.name;
      node.style.color = person.colour;
    }
    for (const [id, node] of this.#nodes) {
      if (seen.has(id)) continue;
      node.remove();
      this.#nodes.delete(id);
    }
  }

  /** @param {Person} person */
  #make({ id }) {
    const node = document.createElement("div");
    node.className = "cursor";
    const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    drawing.setAttribute("viewBox", "0 0 16 16");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", ARROW);
    drawing.append(path);
    const name = document.createElement("span");
    node.append(drawing, name);
    this.#nodes.set(id, node);
    this.#layer.append(node);
    return node;
  }
}
