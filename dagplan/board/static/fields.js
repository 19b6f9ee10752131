// @ts-check
/** Fields of forms: each with its label, a hint, and what is wrong with it. */

import { h, newId } from "./dom.js";

/**
 * @typedef {object} Field
 * @property {string} name
 * @property {string} label
 * @property {string} [hint]
 * @property {string[]} [wrong] what the service says of it
 */

/**
 * A field: label, input, hint, and what is wrong.
 *
 * @param {Field} field
 * @param {Record<string, any>} props of the input; `options`: it is a choice; `list`: words that can be chosen
 */
export function field({ name, label, hint, wrong = [] }, { options, list, ...props }) {
  const id = newId();
  const described = [hint ? `${id}-hint` : "", wrong.length ? `${id}-wrong` : ""].filter(Boolean).join(" ");
  const common = {
    id,
    name,
    key: `field ${name}`,
    "aria-describedby": described || null,
    "aria-invalid": wrong.length ? "true" : null,
    ...props,
  };
  return h(
    "p",
    { class: "field" },
    h("label", { for: id }, label),
    options
      ? h(
          "select",
          common,
          options.map((/** @type {[string, string]} */ [value, text]) => h("option", { value }, text)),
        )
      : h("input", { autocomplete: "off", ...common, list: list ? `${id}-list` : null }),
    list &&
      h(
        "datalist",
        { id: `${id}-list` },
        list.map((/** @type {string} */ one) => h("option", { value: one })),
      ),
    hint && h("span", { class: "quiet", id: `${id}-hint` }, hint),
    wrong.length > 0 && h("span", { class: "wrong", id: `${id}-wrong` }, wrong.join(" ")),
  );
}

/**
 * A box to tick.
 *
 * @param {string} name
 * @param {string} label
 * @param {Record<string, any>} props
 */
export const check = (name, label, props) =>
  h("label", { class: "check" }, h("input", { type: "checkbox", name, key: `field ${name}`, ...props }), label);
