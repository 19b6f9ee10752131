// @ts-check
/** What of the board is looked at: in the controls, in the address (no patient, no request), and for the timeline. */

import { fill, h } from "./dom.js";
import { addDays, mondayOf } from "./times.js";
import { day, t } from "./words.js";

/** @typedef {import("./model.js").Model} Model */
/**
 * @typedef {object} Look
 * @property {"people"|"patients"|"equipment"} rows
 * @property {"day"|"week"} span
 * @property {string} date
 * @property {string} unit Id; empty: all.
 * @property {string} competence Empty: all.
 * @property {boolean} linkedOnly
 * @property {Set<string>|null} movedSince
 * @property {string} text What is looked for.
 * @property {number} zoom Pixels a minute; 0: as much as there is room for.
 */

const at = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));

/** Fires `change` when something else is to be looked at. */
export class View extends EventTarget {
  /** @param {Model} model */
  constructor(model) {
    super();
    this.model = model;
    const asked = new URLSearchParams(location.search);
    /** @type {Look} */
    this.look = {
      rows: oneOf(asked.get("rows"), ["people", "patients", "equipment"]),
      span: oneOf(asked.get("view"), ["day", "week"]),
      date: asked.get("date") ?? "",
      unit: asked.get("unit") ?? "",
      competence: asked.get("competence") ?? "",
      linkedOnly: asked.has("linked"),
      movedSince: null,
      text: "",
      zoom: Number(asked.get("zoom")) || 0,
    };
    /** @type {Set<string>} Visits moved here since the page was opened. */
    this.moved = new Set();
    this.listen();
  }

  /** @private */
  listen() {
    for (const one of document.querySelectorAll("[data-span]")) {
      one.addEventListener("click", () => this.set({ span: /** @type {any} */ (one).dataset.span, zoom: 0 }));
    }
    for (const name of ["date", "rows", "unit", "competence"]) {
      at(name).addEventListener("change", () => this.set({ [name]: at(name).value }));
    }
    at("find").addEventListener("input", () => this.set({ text: at("find").value.trim() }));
    at("earlier").addEventListener("click", () => this.step(-1));
    at("later").addEventListener("click", () => this.step(1));
    at("linked-only").addEventListener("change", () => this.set({ linkedOnly: at("linked-only").checked }));
    at("moved-only").addEventListener("change", () =>
      this.set({ movedSince: at("moved-only").checked ? new Set(this.moved) : null }),
    );
  }

  /** Look at something else. @param {Partial<Look>} look */
  set(look) {
    this.look = { ...this.look, ...look };
    this.fit();
    this.show();
    this.dispatchEvent(new CustomEvent("change"));
  }

  /** The board is another: what there is to choose from too. */
  refresh() {
    this.fit();
    fillSelect(at("unit"), [["", t("all_units")], ...[...this.model.units.values()].map((one) => titled(one))]);
    fillSelect(at("competence"), [["", t("all_competences")], ...this.model.competences.map((one) => same(one))]);
    at("unit").hidden = this.model.units.size < 2;
    at("rows").querySelector('[value="equipment"]').disabled = this.model.items.size === 0;
    this.show();
  }

  /** Visits were moved. @param {Iterable<string>} visits */
  note(visits) {
    for (const one of visits) this.moved.add(one);
    at("moved-only").disabled = this.moved.size === 0;
    if (this.look.movedSince) this.set({ movedSince: new Set(this.moved) });
  }

  /** Go to another date, or week. @param {number} steps */
  step(steps) {
    const steppable = this.choices();
    const now = steppable.findIndex(([date]) => date === this.chosen());
    const next = steppable[Math.min(steppable.length - 1, Math.max(0, now + steps))];
    if (next) this.set({ date: next[0] });
  }

  /** Where what is not there any more is looked at, the first that is. @private */
  fit() {
    const { model, look } = this;
    if (look.unit && !model.units.has(look.unit)) look.unit = "";
    if (look.rows === "equipment" && !model.items.size) look.rows = "people";
    const dates = model.dates.length ? model.dates : [model.request.first_date];
    if (!dates.includes(look.date)) {
      const later = dates.find((one) => one >= (look.date || model.request.first_date));
      look.date = later ?? /** @type {string} */ (dates.at(-1));
    }
  }

  /** Dates, or Mondays, with their words. @private @returns {[string, string][]} */
  choices() {
    const { dates } = this.model;
    if (this.look.span === "day") return dates.map((one) => [one, day(one, "short")]);
    const mondays = [...new Set(dates.map(mondayOf))];
    return mondays.map((one) => [one, t("week_of", { week: weekOf(one) })]);
  }

  /** @private */
  chosen() {
    return this.look.span === "day" ? this.look.date : mondayOf(this.look.date);
  }

  /** The controls and the address as they are to be. @private */
  show() {
    const { look } = this;
    const week = look.span === "week";
    for (const one of document.querySelectorAll("[data-span]")) {
      one.setAttribute("aria-pressed", String(/** @type {HTMLElement} */ (one).dataset.span === look.span));
    }
    const choices = this.choices();
    fillSelect(at("date"), choices);
    at("date").value = this.chosen();
    at("earlier").setAttribute("aria-label", t(week ? "earlier_week" : "earlier_date"));
    at("later").setAttribute("aria-label", t(week ? "later_week" : "later_date"));
    at("earlier").disabled = choices.length === 0 || choices[0][0] === this.chosen();
    at("later").disabled = choices.length === 0 || choices.at(-1)?.[0] === this.chosen();
    for (const name of /** @type {const} */ (["rows", "unit", "competence"])) at(name).value = look[name];
    at("linked-only").checked = look.linkedOnly;
    at("moved-only").checked = look.movedSince !== null;
    history.replaceState(null, "", this.address);
  }

  /** The address of this view: whoever may see the board sees the same. */
  get address() {
    const { look } = this;
    const asked = new URLSearchParams({ view: look.span, date: look.date });
    if (look.rows !== "people") asked.set("rows", look.rows);
    if (look.unit) asked.set("unit", look.unit);
    if (look.competence) asked.set("competence", look.competence);
    if (look.linkedOnly) asked.set("linked", "1");
    if (look.zoom) asked.set("zoom", look.zoom.toFixed(2));
    return `${location.origin}${location.pathname}?${asked}`;
  }
}

/** @template {string} T @param {string|null} given @param {T[]} known @returns {T} The first where it is none of them. */
const oneOf = (given, known) => known.find((one) => one === given) ?? known[0];

/** @param {any} one @returns {[string, string]} */
const titled = (one) => [one.id, one.name || one.id];

/** @param {string} one @returns {[string, string]} */
const same = (one) => [one, one];

/** @param {HTMLSelectElement} select @param {[string, string][]} choices */
function fillSelect(select, choices) {
  const old = [...select.options].map(({ value, text }) => `${value} ${text}`).join("\n");
  if (old === choices.map(([value, text]) => `${value} ${text}`).join("\n")) return;
  const { value } = select;
  fill(
    select,
    choices.map(([each, text]) => h("option", { value: each }, text)),
  );
  select.value = value;
}

/** The number of a week, as calendars in Sweden have it (ISO 8601). @param {string} monday */
export function weekOf(monday) {
  const thursday = addDays(monday, 3);
  return 1 + Math.floor((Date.parse(thursday) - Date.parse(`${thursday.slice(0, 4)}-01-01`)) / 604_800_000);
}
