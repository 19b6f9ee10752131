// @ts-check
/** The contract's request with its bookings, indexed as a board is looked at. */

import { competenceKey, dateOf, datesBetween, minutesOf, momentOf } from "./times.js";

/**
 * @typedef {object} Placed A visit where it is booked.
 * @property {string} visit
 * @property {string} request
 * @property {string} patient
 * @property {string} practitioner
 * @property {string} unit
 * @property {string} date As 2026-12-07.
 * @property {number} from Minutes from midnight.
 * @property {number} to Minutes from midnight.
 * @property {boolean} locked
 * @property {string[]} equipment Ids of items.
 * @property {"primary"|"secondary"|null} role
 * @property {string} competence
 * @property {number} position Of the visit in its request, from 0.
 * @property {number} size Visits of its request.
 */
/** @typedef {{from: number, to: number}} Span Minutes from midnight. */
/** @typedef {Span & {unit: string}} Hours */
/** @typedef {{visit: any, case: any, position: number}} Wanted */
/** @typedef {{visit: string, practitioner: string, unit: string, start: string, locked?: boolean, equipment?: string[]}} Booking */

/**
 * Fires `change` with `{visits: Set of ids | null}` (null: everything) and, then only, `hours`: whether people, hours
 * or requests are others too.
 */
export class Model extends EventTarget {
  /** @param {any} [request] The contract's. @param {any} [state] The board's. */
  constructor(request, state) {
    super();
    /** @type {any} */ this.request = null;
    /** @type {any} */ this.state = null;
    /** @type {number|null} */ this.version = null;
    /** @type {Map<string, any>} */ this.units = new Map();
    /** @type {Map<string, any>} */ this.people = new Map();
    /** @type {Map<string, any>} */ this.items = new Map();
    /** @type {Map<string, any>} Requests of patients by id. */ this.cases = new Map();
    /** @type {Map<string, Wanted>} */ this.visits = new Map();
    /** @type {Map<string, Placed>} */ this.placed = new Map();
    /** @type {string[]} Dates with hours or bookings, in order. */ this.dates = [];
    /** @type {Placed[]|null} What stands, while something else is shown. */ this.aside = null;
    this.forget();
    if (request) this.replace(request, state);
  }

  /** @private */
  forget() {
    /** @private @type {Map<string, Hours[]>} */ this.hoursOf = new Map();
    /** @private @type {Map<string, Span[]>} */ this.busyOf = new Map();
    /** @private @type {Map<string, Set<string>>} People by unit. */ this.staff = new Map();
    /** @private @type {Map<string, Map<string, Placed>>} */ this.byPerson = new Map();
    /** @private @type {Map<string, Map<string, Placed>>} */ this.byPatient = new Map();
    /** @private @type {Map<string, Map<string, Placed>>} */ this.byItem = new Map();
    /** @private @type {Map<string, Placed[]>} */ this.sorted = new Map();
  }

  /**
   * Everything anew.
   * @param {any} request The contract's, with its bookings.
   * @param {any} [state] The board as it stands.
   */
  replace(request, state = this.state) {
    this.forget();
    this.request = request;
    this.state = state;
    this.version = state?.version ?? null;
    this.units = byId(request.units);
    this.people = byId(request.practitioners);
    this.items = byId(request.equipment ?? []);
    this.cases = byId(request.requests);
    this.visits = new Map();
    for (const one of request.requests) {
      one.visits.forEach((/** @type {any} */ visit, /** @type {number} */ position) => {
        this.visits.set(visit.id, { visit, case: one, position });
      });
    }
    this.readHours();
    this.aside = null;
    this.place(request.bookings ?? []);
    this.tell(null, true);
  }

  /**
   * What a write answered; of one that changed more than bookings, `replace` follows.
   * @param {any} update The API's BoardUpdate.
   */
  take(update) {
    this.preview(null);
    this.state = update.board;
    this.version = update.board.version;
    const moved = Object.entries(update.moved ?? {});
    for (const [id, { after }] of moved) {
      const before = this.placed.get(id);
      if (before) this.index(before, false);
      this.placed.delete(id);
      const placed = after && this.placedOf(after, before);
      if (placed) {
        this.placed.set(id, placed);
        this.index(placed, true);
      }
    }
    if (moved.length) {
      this.request.bookings = [...this.placed.values()].map(bookingOf);
      this.readDates();
    }
    this.tell(new Set(moved.map(([id]) => id)), false);
  }

  /** The board's figures, without any other booking: of a board that was looked at again. @param {any} state */
  refresh(state) {
    this.state = state;
    this.version = state.version;
    this.tell(new Set(), false);
  }

  /**
   * Show other bookings than those that stand (a plan in the making, another variant), until null or the next write.
   * @param {Booking[]|null} bookings
   */
  preview(bookings) {
    if (bookings === null && this.aside === null) return;
    const standing = this.aside ?? [...this.placed.values()];
    const kept = new Map(standing.map((one) => [one.visit, one]));
    this.aside = bookings === null ? null : standing;
    this.byPerson.clear();
    this.byPatient.clear();
    this.byItem.clear();
    this.sorted.clear();
    this.place(bookings === null ? standing.map(bookingOf) : bookings, kept);
    this.tell(null, false);
  }

  /** When a person takes visits on a date, and where, in order. @param {string} person @param {string} date */
  hours(person, date) {
    return this.hoursOf.get(key(person, date)) ?? [];
  }

  /** When a person is taken on a date, in order and without overlaps. @param {string} person @param {string} date */
  busy(person, date) {
    return this.busyOf.get(key(`person ${person}`, date)) ?? [];
  }

  /** When an item is away on a date. @param {string} item @param {string} date */
  itemBusy(item, date) {
    return this.busyOf.get(key(`item ${item}`, date)) ?? [];
  }

  /** When a patient has something else on a date. @param {string} patient @param {string} date */
  patientBusy(patient, date) {
    return this.busyOf.get(key(`patient ${patient}`, date)) ?? [];
  }

  /** The visits of a person on a date, in order. @param {string} person @param {string} date */
  at(person, date) {
    return this.listed("person", this.byPerson, key(person, date));
  }

  /** @param {string} patient @param {string} date */
  ofPatient(patient, date) {
    return this.listed("patient", this.byPatient, key(patient, date));
  }

  /** @param {string} item @param {string} date */
  ofItem(item, date) {
    return this.listed("item", this.byItem, key(item, date));
  }

  /** The booked visits of a request, in its sequence. @param {string} request @returns {Placed[]} */
  ofCase(request) {
    const found = [];
    for (const { id } of this.cases.get(request)?.visits ?? []) {
      const placed = this.placed.get(id);
      if (placed) found.push(placed);
    }
    return found;
  }

  /** Requests of which a visit is not booked, in the order of the request. @returns {string[]} */
  get unbooked() {
    const found = [];
    for (const one of this.cases.values()) {
      if (one.visits.some((/** @type {any} */ visit) => !this.placed.has(visit.id))) found.push(one.id);
    }
    return found;
  }

  /** Its name, or its id. @param {string|{id: string, name?: string|null}} what A person, unit or item, or its id. */
  title(what) {
    const one =
      typeof what === "string" ? (this.people.get(what) ?? this.units.get(what) ?? this.items.get(what)) : what;
    return one ? one.name || one.id : String(what);
  }

  /**
   * Ids of those who work at a unit on any date (or are booked there), in the order of the request.
   * @param {string} [unit] Left out: any.
   * @param {string} [competence] Left out: whatever they have.
   */
  peopleOf(unit = "", competence = "") {
    const wanted = competenceKey(competence);
    const there = unit ? (this.staff.get(unit) ?? new Set()) : null;
    const found = [];
    for (const one of this.people.values()) {
      if (there && !there.has(one.id)) continue;
      if (wanted && !one.competences.some((/** @type {string} */ each) => competenceKey(each) === wanted)) continue;
      found.push(one.id);
    }
    return found;
  }

  /** Every competence that somebody has or a visit asks for, each once and as first written, in the words' order. */
  get competences() {
    const found = new Map();
    const add = (/** @type {string} */ word) => {
      if (!found.has(competenceKey(word))) found.set(competenceKey(word), word);
    };
    for (const one of this.people.values()) one.competences.forEach(add);
    for (const { visit } of this.visits.values()) add(visit.competence);
    return [...found.keys()].sort().map((one) => /** @type {string} */ (found.get(one)));
  }

  /** @private @param {Booking[]} bookings @param {Map<string, Placed>} [kept] */
  place(bookings, kept) {
    this.placed = new Map();
    for (const booking of bookings) {
      const placed = this.placedOf(booking, kept?.get(booking.visit));
      if (!placed) continue;
      this.placed.set(placed.visit, placed);
      this.index(placed, true);
    }
    this.readDates();
  }

  /**
   * @private
   * @param {Booking} booking Of the contract's request or of its plan, which doesn't say what is locked.
   * @param {Placed} [before]
   * @returns {Placed|null} None where the visit isn't asked for any more.
   */
  placedOf(booking, before) {
    const wanted = this.visits.get(booking.visit);
    if (!wanted) return null;
    const from = minutesOf(booking.start);
    return {
      visit: booking.visit,
      request: wanted.case.id,
      patient: wanted.case.patient,
      practitioner: booking.practitioner,
      unit: booking.unit,
      date: dateOf(booking.start),
      from,
      to: from + wanted.visit.duration,
      locked: booking.locked ?? before?.locked ?? false,
      equipment: booking.equipment ?? [],
      role: wanted.visit.role ?? null,
      competence: wanted.visit.competence,
      position: wanted.position,
      size: wanted.case.visits.length,
    };
  }

  /** @private @param {Placed} placed @param {boolean} there */
  index(placed, there) {
    const { date } = placed;
    /** @type {[string, Map<string, Map<string, Placed>>, string][]} */
    const places = [
      ["person", this.byPerson, key(placed.practitioner, date)],
      ["patient", this.byPatient, key(placed.patient, date)],
      ...placed.equipment.map(
        (one) =>
          /** @type {[string, Map<string, Map<string, Placed>>, string]} */ (["item", this.byItem, key(one, date)]),
      ),
    ];
    for (const [kind, index, where] of places) {
      let found = index.get(where);
      if (!found) index.set(where, (found = new Map()));
      if (there) found.set(placed.visit, placed);
      else found.delete(placed.visit);
      this.sorted.delete(`${kind} ${where}`);
    }
    if (there) add(this.staff, placed.unit, placed.practitioner);
  }

  /** @private @param {string} kind @param {Map<string, Map<string, Placed>>} index @param {string} where */
  listed(kind, index, where) {
    const name = `${kind} ${where}`;
    let found = this.sorted.get(name);
    if (!found) {
      found = [...(index.get(where)?.values() ?? [])].sort(
        (one, other) => one.from - other.from || one.to - other.to,
      );
      this.sorted.set(name, found);
    }
    return found;
  }

  /** @private */
  readHours() {
    const { request } = this;
    for (const one of request.availability ?? []) {
      const date = dateOf(one.start);
      const where = key(one.practitioner, date);
      const found = this.hoursOf.get(where) ?? [];
      found.push({ unit: one.unit, from: minutesOf(one.start), to: minutesOf(one.end, date) });
      this.hoursOf.set(where, found);
      add(this.staff, one.unit, one.practitioner);
    }
    for (const [where, found] of this.hoursOf) this.hoursOf.set(where, joined(found));
    /** @type {[string, string, any[]][]} */
    const taken = [
      ["person", "practitioner", request.busy ?? []],
      ["patient", "patient", request.patient_busy ?? []],
      ["item", "equipment", request.equipment_busy ?? []],
    ];
    for (const [kind, field, spans] of taken) {
      for (const one of spans) {
        for (const date of datesBetween(dateOf(one.start), dateOf(one.end))) {
          const from = Math.max(0, minutesOf(one.start, date));
          const to = Math.min(24 * 60, minutesOf(one.end, date));
          if (from >= to) continue;
          const where = key(`${kind} ${one[field]}`, date);
          this.busyOf.set(where, [...(this.busyOf.get(where) ?? []), { from, to }]);
        }
      }
    }
    for (const [where, found] of this.busyOf) this.busyOf.set(where, joined(found));
  }

  /** @private */
  readDates() {
    const found = new Set();
    for (const where of this.hoursOf.keys()) found.add(where.slice(0, 10));
    for (const one of this.placed.values()) found.add(one.date);
    this.dates = [...found].sort();
  }

  /** @private @param {Set<string>|null} visits @param {boolean} hours */
  tell(visits, hours) {
    this.dispatchEvent(new CustomEvent("change", { detail: { visits, hours } }));
  }
}

/** A booking of the contract's request. @param {Placed} placed @returns {Booking} */
export function bookingOf(placed) {
  const { visit, practitioner, unit, locked, equipment } = placed;
  const start = momentOf(placed.date, placed.from);
  return { visit, practitioner, unit, start, locked, ...(equipment.length ? { equipment } : {}) };
}

/** @param {string} id @param {string} date */
const key = (id, date) => `${date} ${id}`;

/** @param {any[]} things @returns {Map<string, any>} */
const byId = (things) => new Map(things.map((one) => [one.id, one]));

/** @param {Map<string, Set<string>>} sets @param {string} name @param {string} one */
function add(sets, name, one) {
  const found = sets.get(name);
  if (found) found.add(one);
  else sets.set(name, new Set([one]));
}

/**
 * Spans in order; those of one unit that touch or overlap are one.
 * @template {Span & {unit?: string}} T
 * @param {T[]} spans
 * @returns {T[]}
 */
function joined(spans) {
  /** @type {T[]} */
  const found = [];
  for (const one of [...spans].sort((a, b) => a.from - b.from || a.to - b.to)) {
    const last = found.at(-1);
    if (last && last.unit === one.unit && one.from <= last.to) last.to = Math.max(last.to, one.to);
    else found.push({ ...one });
  }
  return found;
}
