/** Keeps the keyboard where one was when the thing under it is drawn anew as something else. @param {string} selector */
export function focusOn(selector) {
  const node = document.querySelector(selector);
  if (node instanceof HTMLElement) node.focus();
}
