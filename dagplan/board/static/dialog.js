// @ts-check
/** A panel in a dialog of its own: `open()` shows it, Escape and its cross close it, and focus goes back. */

import { fill, h, newId } from "./dom.js";
import { button, Panel } from "./element.js";
import { t } from "./words.js";

export class DialogPanel extends Panel {
  #title = newId();
  #body = h("div", { class: "dialog__body" });
  #dialog = h(
    "dialog",
    { class: "dialog", "aria-labelledby": this.#title },
    h(
      "header",
      { class: "dialog__head" },
      h("h2", { id: this.#title }),
      button("×", () => this.close(), { class: "close", "aria-label": t("panel.close") }),
    ),
    this.#body,
  );

  connectedCallback() {
    super.connectedCallback();
    if (!this.#dialog.isConnected) this.append(this.#dialog);
  }

  get isOpen() {
    return this.#dialog.open;
  }

  /** What it is called. */
  get heading() {
    return "";
  }

  /** What is in it. @returns {import("./dom.js").Child} */
  contents() {
    return null;
  }

  /** Show it. */
  open() {
    this.fault = null;
    if (!this.#dialog.open) this.#dialog.showModal();
    this.draw();
  }

  close() {
    this.#dialog.close();
  }

  /** The board may change beneath it: what is typed stays. */
  changed() {}

  redraw() {
    if (this.isOpen) super.redraw();
  }

  draw() {
    if (!this.isOpen) return;
    const title = this.#dialog.querySelector("h2");
    if (title) title.textContent = this.heading;
    fill(this.#body, this.contents());
  }
}
