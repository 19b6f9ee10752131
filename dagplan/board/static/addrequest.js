// @ts-check
/** <dag-addrequest>: one more request, by a form; what is wrong with it the service says, beside each field. */

import { PRIORITIES } from "./bookings.js";
import { DialogPanel } from "./dialog.js";
import { fill, h } from "./dom.js";
import { button, faultFace } from "./element.js";
import { field } from "./fields.js";
import { requestOf } from "./newrequest.js";
import { t } from "./words.js";

/** @typedef {import("./newrequest.js").VisitValues} VisitValues */

const EMPTY = { competence: "", duration: "30", preferred: "" };

export class AddRequestDialog extends DialogPanel {
  #values = fresh();
  /** @type {VisitValues[]} */
  #visits = [{ ...EMPTY, role: "primary" }];

  get heading() {
    return t("panel.add.title");
  }

  open() {
    this.#values = fresh();
    this.#visits = [{ ...EMPTY, role: "primary" }];
    super.open();
  }

  contents() {
    const { model } = this;
    const wrong = this.#wrong();
    const { request } = model;
    const submit = (/** @type {any} */ event) => {
      event.preventDefault();
      this.#take();
    };
    const span = { type: "date", min: request.first_date, max: request.last_date };
    return h(
      "form",
      { class: "form add", onsubmit: submit, novalidate: true },
      this.fault &&
        wrong.elsewhere.length > 0 &&
        faultFace({ ...this.fault, detail: this.fault.detail, problems: wrong.elsewhere }),
      field(
        {
          name: "patient",
          label: t("panel.add.patient"),
          hint: t("panel.add.patient_hint"),
          wrong: wrong.at("patient"),
        },
        this.#bound("patient", { required: true }),
      ),
      field(
        { name: "priority", label: t("panel.priority"), wrong: wrong.at("priority") },
        this.#bound("priority", {
          options: [...PRIORITIES].reverse().map((one) => [one, t(`panel.priority.${one}`)]),
        }),
      ),
      h(
        "div",
        { class: "pair" },
        field(
          { name: "earliest", label: t("panel.add.earliest"), wrong: wrong.at("earliest") },
          this.#bound("earliest", span),
        ),
        field(
          { name: "latest", label: t("panel.add.latest"), wrong: wrong.at("latest") },
          this.#bound("latest", span),
        ),
        field(
          { name: "target", label: t("panel.add.target"), wrong: wrong.at("target") },
          this.#bound("target", { type: "date" }),
        ),
      ),
      h("h3", null, t("panel.add.visits")),
      h(
        "ol",
        { class: "add__visits" },
        this.#visits.map((one, place) => this.#visit(one, place, wrong)),
      ),
      h(
        "p",
        null,
        button(t("panel.add.another"), () => this.#another(), { key: "another" }),
      ),
      this.#visits.length > 1 &&
        h(
          "div",
          { class: "pair" },
          field(
            { name: "min_wait", label: t("panel.add.min_wait"), wrong: wrong.at("min_wait") },
            this.#bound("min_wait", { type: "number", min: 0 }),
          ),
          field(
            { name: "max_wait", label: t("panel.add.max_wait"), wrong: wrong.at("max_wait") },
            this.#bound("max_wait", { type: "number", min: 0 }),
          ),
        ),
      h(
        "div",
        { class: "actions" },
        h("button", { type: "submit", class: "primary", key: "take" }, t("panel.add.take")),
        button(t("panel.cancel"), () => this.close(), { key: "cancel" }),
      ),
    );
  }

  /** @param {VisitValues} visit @param {number} place @param {any} wrong */
  #visit(visit, place, wrong) {
    const { model } = this;
    const at = (/** @type {string} */ name) => wrong.at(`visits[${place}].${name}`);
    const bound = (/** @type {keyof VisitValues} */ name, /** @type {Record<string, any>} */ props) => ({
      ...props,
      value: visit[name],
      onchange: (/** @type {any} */ event) => {
        visit[name] = event.target.value;
        if (name === "competence") this.#offer(visit, place);
      },
    });
    const many = this.#visits.length > 1;
    return h(
      "li",
      null,
      h(
        "div",
        { class: "add__visit" },
        field(
          { name: `competence-${place}`, label: t("panel.add.competence"), wrong: at("competence") },
          bound("competence", { list: model.competences, required: true }),
        ),
        field(
          { name: `duration-${place}`, label: t("panel.add.minutes"), wrong: at("duration") },
          bound("duration", { type: "number", min: 1, max: 1440, required: true }),
        ),
        field(
          { name: `preferred-${place}`, label: t("panel.add.preferred"), wrong: at("preferred") },
          bound("preferred", { options: this.#people(visit) }),
        ),
        many &&
          h(
            "label",
            { class: "check" },
            h("input", {
              ...{ type: "radio", name: "primary", key: `field primary-${place}`, checked: visit.role === "primary" },
              onchange: () => {
                for (const one of this.#visits) one.role = one === visit ? "primary" : "secondary";
              },
            }),
            t("panel.primary"),
          ),
        many &&
          button("×", () => this.#without(place), {
            class: "close",
            key: `less ${place}`,
            "aria-label": t("panel.add.less", { number: place + 1 }),
          }),
      ),
    );
  }

  /** Who may be preferred. @param {VisitValues} visit @returns {[string, string][]} */
  #people({ competence }) {
    const { model } = this;
    return [
      ["", t("panel.add.anybody")],
      ...model.peopleOf("", competence).map((one) => /** @type {[string, string]} */ ([one, model.title(one)])),
    ];
  }

  /** Another competence, other people: in place, since whoever types is at the next field by now. @param {VisitValues} visit @param {number} place */
  #offer(visit, place) {
    const choice = this.querySelector(`[data-key="field preferred-${place}"]`);
    if (!(choice instanceof HTMLSelectElement)) return;
    const people = this.#people(visit);
    if (!people.some(([id]) => id === visit.preferred)) visit.preferred = "";
    fill(
      choice,
      people.map(([id, title]) => h("option", { value: id, selected: id === visit.preferred }, title)),
    );
  }

  /** @param {string} name @param {Record<string, any>} props */
  #bound(name, props) {
    const values = /** @type {Record<string, string>} */ (this.#values);
    return {
      ...props,
      value: values[name],
      onchange: (/** @type {any} */ event) => {
        values[name] = event.target.value;
      },
    };
  }

  #another() {
    this.#visits.push({ ...EMPTY, role: "secondary" });
    this.draw();
    /** @type {HTMLElement | null} */ (
      this.querySelector(`[data-key="field competence-${this.#visits.length - 1}"]`)
    )?.focus();
  }

  /** @param {number} place */
  #without(place) {
    const [gone] = this.#visits.splice(place, 1);
    if (gone.role === "primary") this.#visits[0].role = "primary";
    this.draw();
    /** @type {HTMLElement | null} */ (this.querySelector("[data-key=another]"))?.focus();
  }

  /** What the service says is wrong, by field; what belongs to none stands above them all. */
  #wrong() {
    /** @type {{place: string, message: string}[]} */
    const problems = this.fault?.problems ?? [];
    const named = problems.map((one) => ({
      ...one,
      field: /(?:value|requests\[\d+\])\.(.+)$/.exec(one.place)?.[1] ?? "",
    }));
    const at = (/** @type {string} */ field) => named.filter((one) => one.field === field).map((one) => one.message);
    const shown =
      /^(patient|priority|earliest|latest|target|(min|max)_wait|visits\[\d+\]\.(competence|duration|preferred))$/;
    return {
      at,
      elsewhere: problems.length
        ? named.filter((one) => !shown.test(one.field))
        : this.fault
          ? [{ message: this.fault.detail }]
          : [],
    };
  }

  async #take() {
    const { model } = this;
    const value = requestOf(this.#values, this.#visits, (id) => model.cases.has(id) || model.visits.has(id));
    const update = await this.change([{ kind: "add_request", value }]);
    if (!update) {
      queueMicrotask(() => /** @type {HTMLElement | null} */ (this.querySelector("[aria-invalid=true]"))?.focus());
      return;
    }
    this.close();
    this.pick(value.visits[0].id);
  }
}

const fresh = () => ({
  patient: "",
  priority: "routine",
  earliest: "",
  latest: "",
  target: "",
  min_wait: "",
  max_wait: "",
});

customElements.define("dag-addrequest", AddRequestDialog);
