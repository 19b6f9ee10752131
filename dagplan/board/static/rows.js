// @ts-check
/** The rows of the timeline, and what stands in each: visits, hours, and time that is taken. */

import { competenceKey } from "./times.js";

/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("./model.js").Placed} Placed */
/** @typedef {import("./model.js").Span} Span */
/**
 * @typedef {object} View What the timeline shows.
 * @property {"people"|"patients"|"equipment"} rows
 * @property {"day"|"week"} span
 * @property {string} date The date, or one of the week; empty: the first there is.
 * @property {string} unit An id; empty: all.
 * @property {string} competence Empty: all.
 * @property {boolean} linkedOnly
 * @property {Set<string>|null} movedSince Visits that moved; null: no matter.
 * @property {string} text Part of a patient's, a visit's or a request's id.
 * @property {number} zoom Pixels per minute; 0: what fits.
 */
/** @typedef {"group"|"person"|"patient"|"item"} Kind */
/** @typedef {{key: string, kind: Kind, id: string, unit: string, title: string, note: string, top: number, height: number}} Row */

/** @type {View} */
export const FIRST_VIEW = {
  rows: "people",
  span: "day",
  date: "",
  unit: "",
  competence: "",
  linkedOnly: false,
  movedSince: null,
  text: "",
  zoom: 0,
};

/**
 * Whether a visit is one that is looked for; null where nothing is filtered.
 * @param {View} view
 * @returns {((one: Placed) => boolean)|null}
 */
export function filterOf({ competence, linkedOnly, movedSince, text }) {
  const word = competenceKey(competence);
  const part = text.trim().toLowerCase();
  if (!word && !part && !linkedOnly && !movedSince) return null;
  return (one) =>
    (!word || competenceKey(one.competence) === word) &&
    (!linkedOnly || one.size > 1) &&
    (!movedSince || movedSince.has(one.visit)) &&
    (!part || [one.patient, one.visit, one.request].some((id) => id.toLowerCase().includes(part)));
}

/**
 * The rows of a view, in the order they are drawn; those of several units stand under the unit's name.
 * @param {Model} model
 * @param {View} view
 * @param {string[]} dates Those shown.
 * @param {Iterable<string>} guests Visits that are drawn as ghosts: their patients have rows too.
 * @returns {Row[]}
 */
export function rowsOf(model, view, dates, guests = []) {
  if (view.rows === "patients") return patientRows(model, view, dates, guests);
  /** @type {Row[]} */
  const found = [];
  const units = view.unit ? [view.unit] : [...model.units.keys()];
  for (const unit of units) {
    const rows = view.rows === "people" ? peopleRows(model, view, unit) : itemRows(model, unit);
    if (rows.length && units.length > 1) found.push(row("group", unit, unit, model.title(unit), ""));
    found.push(...rows);
  }
  return found;
}

/** @param {Model} model @param {View} view @param {string} unit */
function peopleRows(model, view, unit) {
  return model
    .peopleOf(unit, view.competence)
    .map((id) => row("person", id, unit, model.title(id), (model.people.get(id)?.competences ?? []).join(", ")));
}

/** @param {Model} model @param {string} unit */
function itemRows(model, unit) {
  return [...model.items.values()]
    .filter((one) => one.unit === unit)
    .map((one) => row("item", one.id, unit, one.name || one.id, one.kind));
}

/**
 * Of each patient with a visit that is looked for, the soonest first.
 * @param {Model} model @param {View} view @param {string[]} dates @param {Iterable<string>} guests
 */
function patientRows(model, view, dates, guests) {
  const shown = new Set(dates);
  const wanted = filterOf(view);
  /** @type {Map<string, {when: string, visits: Placed[]}>} The soonest visit of each, as a text that sorts. */
  const found = new Map();
  for (const one of model.placed.values()) {
    if (!shown.has(one.date) || (view.unit && one.unit !== view.unit) || (wanted && !wanted(one))) continue;
    const when = whenOf(one);
    const before = found.get(one.patient);
    if (!before) found.set(one.patient, { when, visits: [one] });
    else {
      before.visits.push(one);
      if (when < before.when) before.when = when;
    }
  }
  for (const visit of guests) {
    const patient = model.visits.get(visit)?.case.patient;
    if (patient && !found.has(patient)) found.set(patient, { when: "", visits: [] });
  }
  return [...found.entries()]
    .sort(([, one], [, other]) => (one.when < other.when ? -1 : one.when > other.when ? 1 : 0))
    .map(([id, { visits }]) => row("patient", id, view.unit, id, noteOf(visits)));
}

/** @param {Placed} one */
const whenOf = (one) => `${one.date} ${String(one.from).padStart(4, "0")}`;

/** What a patient comes for, in order. @param {Placed[]} visits */
function noteOf(visits) {
  return visits
    .sort((one, other) => (whenOf(one) < whenOf(other) ? -1 : 1))
    .map((one) => one.competence)
    .join(", ");
}

/** @param {Kind} kind @param {string} id @param {string} unit @param {string} title @param {string} note @returns {Row} */
function row(kind, id, unit, title, note) {
  return { key: `${kind} ${unit} ${id}`, kind, id, unit, title, note, top: 0, height: 0 };
}

/** The visits in a row on a date, in order. @param {Model} model @param {Row} row @param {string} date @returns {Placed[]} */
export function visitsIn(model, row, date) {
  if (row.kind === "group") return [];
  const all =
    row.kind === "person"
      ? model.at(row.id, date)
      : row.kind === "patient"
        ? model.ofPatient(row.id, date)
        : model.ofItem(row.id, date);
  return row.unit && all.some((one) => one.unit !== row.unit) ? all.filter((one) => one.unit === row.unit) : all;
}

/** The keys of the rows in which a visit may stand. @param {View} view @param {Placed} one @returns {string[]} */
export function keysOf(view, one) {
  if (view.rows === "people") return [`person ${one.unit} ${one.practitioner}`];
  if (view.rows === "patients") return [`patient ${view.unit} ${one.patient}`];
  return one.equipment.map((item) => `item ${one.unit} ${item}`);
}

/**
 * When a row is open on a date, and when it is taken by something else than visits.
 * @param {Model} model @param {Row} row @param {string} date
 * @returns {{open: Span[], taken: Span[]}}
 */
export function shadesOf(model, row, date) {
  const all = [{ from: 0, to: 24 * 60 }];
  if (row.kind === "patient") return { open: all, taken: model.patientBusy(row.id, date) };
  if (row.kind === "item") return { open: all, taken: model.itemBusy(row.id, date) };
  if (row.kind === "group") return { open: [], taken: [] };
  const open = model.hours(row.id, date).filter((one) => one.unit === row.unit);
  const taken = model
    .busy(row.id, date)
    .flatMap((busy) => open.map((one) => ({ from: Math.max(one.from, busy.from), to: Math.min(one.to, busy.to) })))
    .filter((one) => one.from < one.to);
  return { open, taken };
}

/** What is free of a person's row on a date, in order. @param {Model} model @param {Row} row @param {string} date @returns {Span[]} */
export function freeIn(model, row, date) {
  if (row.kind !== "person") return [];
  const { open, taken } = shadesOf(model, row, date);
  /** @type {Span[]} */
  const found = [];
  const out = [...taken, ...model.at(row.id, date)].sort((one, other) => one.from - other.from);
  for (const { from, to } of open) {
    let at = from;
    for (const one of out) {
      if (one.to <= at || one.from >= to) continue;
      if (one.from > at) found.push({ from: at, to: one.from });
      at = Math.max(at, one.to);
    }
    if (at < to) found.push({ from: at, to });
  }
  return found;
}

/**
 * Visits that overlap share the height of their row.
 * @param {Placed[]} visits In order.
 * @returns {Map<string, {lane: number, lanes: number}>|null} Null where none overlap.
 */
export function lanesOf(visits) {
  if (!visits.some((one, at) => at > 0 && one.from < visits[at - 1].to)) return null;
  const found = new Map();
  /** @type {Placed[]} */
  let together = [];
  let end = -1;
  /** @type {number[]} When each lane is free again. */
  let lanes = [];
  const close = () => {
    for (const one of together) found.get(one.visit).lanes = lanes.length;
  };
  for (const one of visits) {
    if (one.from >= end) {
      close();
      [together, lanes] = [[], []];
    }
    let lane = lanes.findIndex((free) => free <= one.from);
    if (lane < 0) lane = lanes.push(0) - 1;
    lanes[lane] = one.to;
    end = Math.max(end, one.to);
    together.push(one);
    found.set(one.visit, { lane, lanes: 1 });
  }
  close();
  return found;
}
