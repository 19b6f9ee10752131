// @ts-check
/** <dag-free>: a free time, and whom it fits best. Set `.time`. */

import { offersIn } from "./asking.js";
import { fill, h } from "./dom.js";
import { absenceButton, face, faultFace, Panel } from "./element.js";
import { clock, moment } from "./formats.js";
import { offerList } from "./offers.js";
import { t } from "./words.js";

export class FreePanel extends Panel {
  /** @type {{practitioner: string, unit: string, start: string, end: string} | null} */
  #time = null;
  /** @type {any[] | null} */
  #offers = null;
  /** Id of a request that is not told of: the one that left the time. */
  except = "";

  get time() {
    return this.#time;
  }

  set time(time) {
    this.#time = time;
    this.#look();
  }

  changed() {
    this.#look();
  }

  async #look() {
    this.#offers = null;
    this.redraw();
    const { board, model } = this;
    const time = this.#time;
    if (!board || !time || model.aside) return;
    const { version } = model;
    try {
      const offers = await offersIn(board, time, this.except ? 6 : 5);
      if (time !== this.#time || version !== model.version) return;
      this.#offers = offers.filter((/** @type {any} */ one) => one.request !== this.except);
      this.fault = null;
    } catch (fault) {
      this.fault = fault;
    }
    this.redraw();
  }

  draw() {
    const time = this.#time;
    if (!time) {
      fill(this);
      return;
    }
    const where = { person: this.model.title(time.practitioner), start: moment(time.start), end: clock(time.end) };
    fill(
      this,
      h("h4", null, t("panel.free.title", where)),
      this.fault
        ? faultFace(this.fault, () => this.#look())
        : this.#offers === null
          ? face("loading", t("panel.free.looking"))
          : this.#offers.length
            ? offerList(this, this.#offers, { named: true })
            : face("empty", t("panel.free.nobody")),
      !this.except && absenceButton(this, time),
    );
  }
}

customElements.define("dag-free", FreePanel);
