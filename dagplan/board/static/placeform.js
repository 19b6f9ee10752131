// @ts-check
/** <dag-move>: put a visit, or its whole chain, where the fields say; and why not, by the rules' names. Set `.visit`. */

import { placingOf } from "./asking.js";
import { asBooking } from "./bookings.js";
import { fill, h, newId } from "./dom.js";
import { face, faultFace, Panel } from "./element.js";
import { t } from "./words.js";

export class MoveForm extends Panel {
  /** @type {string | null} */
  #visit = null;
  #place = { practitioner: "", unit: "", date: "", clock: "", whole: true };
  /** @type {any} what the service says of the place */
  #verdict = null;
  #turn = 0;
  /** What is said of the place, and the button: brought up to date in place, under whoever types in the fields. */
  #said = h("div", null);
  #submit = h("button", { type: "submit", class: "primary", key: "move take" }, t("panel.move.take"));

  get visit() {
    return this.#visit;
  }

  set visit(visit) {
    if (visit === this.#visit) return;
    this.#visit = visit;
    this.#begin();
    this.redraw();
  }

  changed() {
    if (this.#visit && !this.model.visits.has(this.#visit)) this.#visit = null;
    this.#begin();
    super.changed();
  }

  /** The fields say where it stands, or where it first could. */
  #begin() {
    this.#verdict = null;
    if (!this.board || !this.#visit) return;
    const { model } = this;
    const { visit, case: request } = /** @type {any} */ (model.visits.get(this.#visit));
    const placed = model.placed.get(this.#visit);
    const booking = placed && asBooking(placed);
    const people = this.#people(visit);
    const practitioner = booking?.practitioner ?? people[0] ?? "";
    const date = booking?.start.slice(0, 10) ?? request.target ?? model.dates[0] ?? model.request.first_date;
    const unit = booking?.unit ?? model.hours(practitioner, date)[0]?.unit ?? [...model.units.keys()][0] ?? "";
    this.#place = { practitioner, unit, date, clock: booking?.start.slice(11) ?? "", whole: true };
  }

  /** @param {any} visit */
  #people(visit) {
    return visit.practitioners?.length ? visit.practitioners : this.model.peopleOf("", visit.competence);
  }

  draw() {
    this.#tellVerdict();
    if (!this.#visit) {
      fill(this);
      return;
    }
    const { model } = this;
    const { visit, case: request } = /** @type {any} */ (model.visits.get(this.#visit));
    const grid = model.request.settings?.grid ?? 5;
    const place = this.#place;
    const units = [...model.units.keys()];
    fill(
      this,
      h(
        "form",
        {
          class: "form",
          onsubmit: (/** @type {Event} */ event) => {
            event.preventDefault();
            this.#take();
          },
        },
        this.#choice(t("panel.move.person"), "practitioner", this.#people(visit)),
        units.length > 1 && this.#choice(t("panel.move.unit"), "unit", units),
        this.#field(t("panel.move.date"), "date", {
          type: "date",
          min: model.request.first_date,
          max: model.request.last_date,
        }),
        this.#field(t("panel.move.start"), "clock", { type: "time", step: grid * 60 }),
        request.visits.length > 1 &&
          h(
            "label",
            { class: "check" },
            h("input", {
              type: "checkbox",
              checked: place.whole,
              key: "move whole",
              onchange: (/** @type {any} */ event) => this.#set("whole", event.target.checked),
            }),
            t("panel.move.whole"),
          ),
        this.#said,
        this.#submit,
      ),
    );
  }

  /** @param {string} label @param {"practitioner" | "unit"} name @param {string[]} ids */
  #choice(label, name, ids) {
    const id = newId();
    return h(
      "p",
      null,
      h("label", { for: id }, label),
      h(
        "select",
        {
          id,
          key: `move ${name}`,
          value: this.#place[name],
          onchange: (/** @type {any} */ event) => this.#set(name, event.target.value),
        },
        ids.map((one) => h("option", { value: one }, this.model.title(one))),
      ),
    );
  }

  /** @param {string} label @param {"date" | "clock"} name @param {Record<string, any>} props */
  #field(label, name, props) {
    const id = newId();
    return h(
      "p",
      null,
      h("label", { for: id }, label),
      h("input", {
        id,
        key: `move ${name}`,
        value: this.#place[name],
        required: true,
        onchange: (/** @type {any} */ event) => this.#set(name, event.target.value),
        ...props,
      }),
    );
  }

  #tellVerdict() {
    fill(this.#said, this.fault ? faultFace(this.fault) : this.#words());
    this.#submit.disabled = !this.#verdict?.offer;
  }

  /** What the service says of the place. */
  #words() {
    const verdict = this.#verdict;
    if (!verdict) return h("p", { class: "quiet" }, t("panel.move.choose"));
    if (verdict.offer) {
      const moves = verdict.offer.moves?.length ?? 0;
      return face("good", moves ? t("panel.move.displaces", { n: moves }) : t("panel.move.allowed"));
    }
    return h(
      "div",
      { class: "face face--error", role: "alert" },
      h("p", null, t("panel.move.not_allowed")),
      h(
        "ul",
        null,
        verdict.violations.map((/** @type {any} */ one) => h("li", null, one.message)),
      ),
      verdict.displaced?.length > 0 &&
        h(
          "p",
          null,
          t("panel.move.there", {
            patients: [...new Set(verdict.displaced.map((/** @type {any} */ one) => one.patient))],
          }),
        ),
    );
  }

  /** @param {"practitioner" | "unit" | "date" | "clock" | "whole"} name @param {any} value */
  #set(name, value) {
    this.#place = { ...this.#place, [name]: value };
    this.#verdict = null;
    this.#tellVerdict();
    this.#ask();
  }

  async #ask() {
    const { practitioner, unit, date, clock, whole } = this.#place;
    const { board } = this;
    if (!board || !this.#visit || !date || !clock) return;
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const verdict = await placingOf(board, {
        visit: this.#visit,
        practitioner,
        unit,
        start: `${date}T${clock}`,
        whole,
      });
      if (turn !== this.#turn) return;
      this.#verdict = verdict;
      this.fault = null;
      this.ghosts(verdict.offer ? [...verdict.offer.bookings, ...(verdict.offer.moves ?? [])] : null);
      const said = verdict.offer ? t("panel.move.allowed") : verdict.violations[0]?.message;
      if (said) this.say(said);
    } catch (fault) {
      this.fault = fault;
    }
    this.#tellVerdict();
  }

  async #take() {
    const offer = this.#verdict?.offer;
    if (!offer) return;
    this.ghosts(null);
    await this.doing(() => /** @type {any} */ (this.board).takeOffer(offer));
  }
}

customElements.define("dag-move", MoveForm);
