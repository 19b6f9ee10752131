// @ts-check
/**
 * <dag-absence>: a person is away for a while, or is there after all. `open({practitioner, date})`. "Absent and replan"
 * is the whole of a sick call: the time goes, and the plan is mended with as few moves as it takes.
 */

import { DialogPanel } from "./dialog.js";
import { fill, h } from "./dom.js";
import { button, face, faultFace } from "./element.js";
import { check, field } from "./fields.js";
import { clock } from "./formats.js";
import { datesBetween, minutesOf, momentOf } from "./times.js";
import { t } from "./words.js";

const SPARE_MOVES = 5;
/** Other visits that may move so that those of the absent person find a place. */

export class AbsenceDialog extends DialogPanel {
  #values = {
    practitioner: "",
    unit: "",
    first: "",
    last: "",
    from: "00:00",
    to: "24:00",
    whole: true,
    present: false,
  };

  /** What is booked in that time, and the buttons: brought up to date in place, under whoever types in the fields. */
  #told = h("div", { role: "status" });
  #replan = h("button", { type: "submit", value: "replan", key: "replan" }, t("panel.absence.take_replan"));
  #only = h("button", { type: "submit", value: "only", key: "only" }, t("panel.absence.take"));

  /**
   * A person's name on the board opens it, for the date that is shown; so do panels, by the event `absent`.
   *
   * @param {any} _board
   * @param {AbortSignal} signal
   */
  opened(_board, signal) {
    document.addEventListener("absent", (event) => this.open(/** @type {CustomEvent} */ (event).detail), { signal });
    document.addEventListener("click", (event) => this.#named(event), { signal });
  }

  /** @param {Event} event */
  #named({ target }) {
    if (!(target instanceof Element)) return;
    const name = target.closest("dag-timeline [data-row]");
    const [kind, , practitioner] = name instanceof HTMLElement ? (name.dataset.row ?? "").split(" ") : [];
    if (kind !== "person" || !this.model.people.has(practitioner)) return;
    const timeline = /** @type {any} */ (target.closest("dag-timeline"));
    this.open({ practitioner, date: timeline?.view?.date });
  }

  get heading() {
    const { practitioner } = this.#values;
    return practitioner
      ? t("panel.absence.title_of", { person: this.model.title(practitioner) })
      : t("panel.absence.title");
  }

  /** @param {{practitioner?: string, date?: string, present?: boolean}} [of] */
  open({ practitioner = "", date = "", present = false } = {}) {
    const { model } = this;
    const person = practitioner || [...model.people.keys()][0] || "";
    const first = date || model.dates[0] || model.request.first_date;
    const hours = model.hours(person, first)[0];
    this.#values = {
      ...{ practitioner: person, unit: hours?.unit ?? [...model.units.keys()][0] ?? "", first, last: first, present },
      ...{ from: hours ? momentOf(first, hours.from).slice(11) : "08:00", to: "17:00", whole: !present },
    };
    super.open();
  }

  contents() {
    const values = this.#values;
    const { model } = this;
    const submit = (/** @type {any} */ event) => {
      event.preventDefault();
      if (values.present || event.submitter?.value === "only") this.#take(false);
      else this.#take(true);
    };
    this.#tellHit();
    return h(
      "form",
      { class: "form", onsubmit: submit },
      h(
        "div",
        { class: "segments", role: "group", "aria-label": t("panel.absence.title") },
        this.#side(false, t("panel.absence.absent")),
        this.#side(true, t("panel.absence.present")),
      ),
      field(
        { name: "practitioner", label: t("panel.absence.person") },
        {
          options: [...model.people.values()].map((one) => [one.id, model.title(one)]),
          value: values.practitioner,
          onchange: this.#setter("practitioner"),
        },
      ),
      values.present &&
        model.units.size > 1 &&
        field(
          { name: "unit", label: t("panel.move.unit") },
          {
            options: [...model.units.values()].map((one) => [one.id, model.title(one)]),
            value: values.unit,
            onchange: this.#setter("unit"),
          },
        ),
      field(
        { name: "first", label: t("panel.absence.first") },
        {
          ...{ type: "date", value: values.first, required: true, onchange: this.#setter("first") },
        },
      ),
      field(
        { name: "last", label: t("panel.absence.last") },
        {
          ...{ type: "date", value: values.last, min: values.first, required: true, onchange: this.#setter("last") },
        },
      ),
      !values.present &&
        check("whole", t("panel.absence.whole"), { checked: values.whole, onchange: this.#setter("whole") }),
      !values.whole &&
        field(
          { name: "from", label: t("panel.absence.from") },
          { type: "time", value: values.from, required: true, onchange: this.#setter("from") },
        ),
      !values.whole &&
        field(
          { name: "to", label: t("panel.absence.to") },
          { type: "time", value: values.to, required: true, onchange: this.#setter("to") },
        ),
      this.fault && faultFace(this.fault),
      !values.present && this.#told,
      h(
        "div",
        { class: "actions" },
        values.present
          ? h("button", { type: "submit", class: "primary", key: "take" }, t("panel.absence.take_present"))
          : [this.#replan, this.#only],
        button(t("panel.cancel"), () => this.close(), { key: "cancel" }),
      ),
    );
  }

  /** @param {boolean} present @param {string} text */
  #side(present, text) {
    const choose = () => {
      this.#values = { ...this.#values, present, whole: !present };
      this.redraw();
    };
    return button(text, choose, { key: `side ${present}`, "aria-pressed": String(this.#values.present === present) });
  }

  /** @param {string} name */
  #setter(name) {
    return (/** @type {any} */ event) => {
      const { type, checked, value } = event.target;
      const values = { ...this.#values, [name]: type === "checkbox" ? checked : value };
      if (name === "first" && values.last < values.first) values.last = values.first;
      this.#values = values;
      const typed = this.fault === null && (type === "date" || type === "time");
      this.fault = null;
      if (!typed) this.redraw();
      else {
        const until = this.querySelector("[name=last]");
        if (until instanceof HTMLInputElement) Object.assign(until, { min: values.first, value: values.last });
        this.#tellHit();
      }
    };
  }

  #tellHit() {
    const hit = this.#values.present ? [] : this.#hit();
    fill(this.#told, this.#hitWords(hit));
    this.#replan.classList.toggle("primary", hit.length > 0);
    this.#only.classList.toggle("primary", hit.length === 0);
  }

  /** From when to when. */
  #span() {
    const { first, last, from, to, whole } = this.#values;
    return whole
      ? { start: `${first}T00:00`, end: `${last}T24:00` }
      : { start: `${first}T${from}`, end: `${last}T${to}` };
  }

  /** Visits with the person that the absence takes: those whose time it touches. */
  #hit() {
    const { practitioner, first, last } = this.#values;
    if (!first || !last || first > last) return [];
    const { start, end } = this.#span();
    return datesBetween(first, last).flatMap((date) =>
      this.model
        .at(practitioner, date)
        .filter((one) => one.from < minutesOf(end, date) && one.to > minutesOf(start, date)),
    );
  }

  /** @param {any[]} hit */
  #hitWords(hit) {
    if (!hit.length) return face("empty", t("panel.absence.none_hit"));
    return h(
      "div",
      null,
      h("p", null, t("panel.absence.hit", { n: hit.length })),
      h(
        "ul",
        { class: "quiet" },
        hit
          .slice(0, 5)
          .map((one) => h("li", null, `${clock(momentOf(one.date, one.from))} ${one.patient}, ${one.competence}`)),
        hit.length > 5 && h("li", null, t("panel.more", { n: hit.length - 5 })),
      ),
    );
  }

  /** @param {boolean} replan */
  async #take(replan) {
    const { practitioner, unit, first, last, from, to, present } = this.#values;
    const budget = this.#budget();
    const changes = present
      ? datesBetween(first, last).map((date) => {
          const span = { start: `${date}T${from}`, end: `${date}T${to}` };
          return { kind: "add_availability", practitioner, unit, ...span };
        })
      : [{ kind: "remove_availability", practitioner, ...this.#span() }];
    if (!(await this.change(changes))) return;
    this.close();
    if (replan) document.dispatchEvent(new CustomEvent("replan", { detail: { maxMoved: budget } }));
  }

  /** So many visits may move: all of the requests that the absence breaks, and a few more. */
  #budget() {
    const requests = new Set(this.#hit().map((one) => one.request));
    const visits = [...requests].reduce((before, one) => before + this.model.ofCase(one).length, 0);
    return visits + SPARE_MOVES;
  }
}

customElements.define("dag-absence", AbsenceDialog);
