/**
 * The one place where the server's HTML becomes DOM: the highlighted text of a file. Only spans with a class and text
 * come through; whatever else there may be becomes text.
 *
 * @param {string} html as Pygments writes it
 * @returns {DocumentFragment}
 */
export function highlighted(html) {
  const parsed = new DOMParser().parseFromString(/** @type {string} */ (trusted(html)), "text/html");
  const fragment = document.createDocumentFragment();
  copy(parsed.body, fragment);
  return fragment;
}

/** @typedef {{createPolicy: (name: string, rules: {createHTML: (html: string) => string}) => {createHTML: (html: string) => unknown}}} TrustedTypes */

/** Named in the Content-Security-Policy (eventstorm/headers.py). What is parsed is only read, never shown as it is. */
const policy = /** @type {{trustedTypes?: TrustedTypes}} */ (globalThis).trustedTypes?.createPolicy("eventstorm-highlighted", {
  createHTML: (html) => html,
});

/** @param {string} html @returns {unknown} what a browser with Trusted Types lets be parsed */
function trusted(html) {
  return policy ? policy.createHTML(html) : html;
}

/** @param {Node} from @param {Node} to */
function copy(from, to) {
  for (const node of from.childNodes) {
    if (node instanceof Text) to.appendChild(document.createTextNode(node.data));
    else if (node instanceof HTMLSpanElement && /^[\w -]*$/.test(node.className)) {
      const span = document.createElement("span");
      span.className = node.className;
      copy(node, span);
      to.appendChild(span);
    } else copy(node, to);
  }
}
