// @ts-check
/** Elements made by script: no markup in strings, so nothing that is shown can become markup. */

/** @typedef {Node | string | number | null | undefined | false | Child[]} Child */

const AS_PROPERTY = new Set(["value", "checked", "selected", "disabled", "hidden", "open", "indeterminate"]);

/**
 * An element with its attributes and children. `on…` listens; `key` is what it is known by when its surroundings are
 * drawn anew, so that focus stays; true is an attribute without value, false and null leave it out.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, any> | null} [props]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, props, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (name.startsWith("on")) {
      if (value) made.addEventListener(name.slice(2), value);
    } else if (name === "key") made.dataset.key = value;
    else if (AS_PROPERTY.has(name)) /** @type {any} */ (made)[name] = value;
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, String(value));
  }
  append(made, children);
  if (tag === "select" && props && "value" in props) /** @type {any} */ (made).value = props.value;
  return made;
}

/**
 * @param {Node} parent
 * @param {Child[]} children
 */
function append(parent, children) {
  for (const child of children) {
    if (Array.isArray(child)) append(parent, child);
    else if (child instanceof Node) parent.appendChild(child);
    else if (child !== null && child !== undefined && child !== false) parent.appendChild(text(String(child)));
  }
}

/** @param {string} value */
const text = (value) => document.createTextNode(value);

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element of a drawing.
 *
 * @param {string} tag
 * @param {Record<string, string | number>} props
 * @param {...Child} children
 * @returns {SVGElement}
 */
export function drawn(tag, props, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(props)) made.setAttribute(name, String(value));
  append(made, children);
  return made;
}

/**
 * Put new children in the place of the old; focus, and what is chosen in a field, stay with the same `key`.
 *
 * @param {HTMLElement} parent
 * @param {...Child} children
 */
export function fill(parent, ...children) {
  const held = parent.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement) : null;
  const key = held?.dataset?.key;
  const range = held instanceof HTMLInputElement && held.type === "search" ? held.selectionStart : null;
  const scroll = parent.scrollTop;
  parent.replaceChildren();
  append(parent, children);
  parent.scrollTop = scroll;
  if (!key) return;
  const again = parent.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!(again instanceof HTMLElement)) return;
  again.focus({ preventScroll: true });
  if (range !== null && again instanceof HTMLInputElement) again.setSelectionRange(range, range);
}

let made = 0;

/** An id that no other element of the page has. */
export function newId() {
  made += 1;
  return `dag-${made}`;
}
