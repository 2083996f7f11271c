/**
 * Lets the items of a list glide from where they were to where they are (first, last, invert, play), so that one sees
 * what a new order changed. Nothing moves for those who asked for no motion.
 *
 * @param {HTMLElement | null} list whose children carry `data-key`
 * @param {() => void} change renders the new order
 */
export function glide(list, change) {
  const before = places(list);
  change();
  if (!list || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  for (const item of items(list)) {
    const was = before.get(item.dataset.key ?? "");
    if (was === undefined) continue;
    const moved = was - item.offsetTop;
    if (!moved) continue;
    item.animate([{ transform: `translateY(${moved}px)` }, { transform: "none" }], { duration: 180, easing: "cubic-bezier(0.2, 0, 0, 1)" });
  }
}

/** @param {HTMLElement | null} list */
function places(list) {
  return new Map(list ? items(list).map((item) => [item.dataset.key ?? "", item.offsetTop]) : []);
}

/** @param {HTMLElement} list */
function items(list) {
  return /** @type {HTMLElement[]} */ ([...list.children]).filter((item) => item.dataset.key !== undefined);
}
