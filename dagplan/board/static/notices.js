// @ts-check
/** Bars above the board: what went wrong, what somebody else did, and that the service is away. */

import { h } from "./dom.js";
import { t } from "./words.js";

/** @typedef {{kind?: "warn"|"error"|"good", text: string, more?: string[], actions?: [string, () => void][]}} Notice */

export class Notices {
  /** @param {HTMLElement} where */
  constructor(where) {
    this.where = where;
    /** @private @type {Map<string, HTMLElement>} */ this.shown = new Map();
  }

  /** Show one, in the place of the one before it of the same name. @param {string} name @param {Notice} notice */
  show(name, { kind = "warn", text, more = [], actions = [] }) {
    const made = h(
      "div",
      { class: `notice notice--${kind}`, role: "alert" },
      h("p", { class: "why" }, text),
      actions.map(([word, act]) => h("button", { type: "button", onclick: act }, word)),
      h("button", { type: "button", class: "shut", onclick: () => this.hide(name) }, t("close")),
      more.length
        ? h(
            "ul",
            null,
            more.map((one) => h("li", null, one)),
          )
        : null,
    );
    this.hide(name);
    this.shown.set(name, made);
    this.where.append(made);
  }

  /** @param {string} name */
  hide(name) {
    this.shown.get(name)?.remove();
    this.shown.delete(name);
  }
}
