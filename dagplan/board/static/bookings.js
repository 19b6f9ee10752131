// @ts-check
/** Requests and bookings in words, and the changes of the contract that put them. */

import { clock, day, minutesBetween } from "./formats.js";
import { dateOf, daysBetween, momentOf } from "./times.js";
import { t } from "./words.js";

/** @typedef {import("./element.js").Booking} Booking */
/** @typedef {import("./model.js").Model} Model */

/** The priorities, the most pressing first. */
export const PRIORITIES = ["stat", "asap", "urgent", "routine"];

/** What is wanted, in sequence: "spirometry → physician". @param {any} request */
export const chainOf = (request) => request.visits.map((/** @type {any} */ one) => one.competence).join(" → ");

/**
 * The dates within which it may be booked.
 *
 * @param {Model} model
 * @param {any} request
 */
export function datesOf(model, request) {
  const from = request.earliest && request.earliest > model.request.first_date ? request.earliest : null;
  const until = request.latest && request.latest < model.request.last_date ? request.latest : null;
  const first = from ?? model.request.first_date;
  const last = until ?? model.request.last_date;
  return first === last ? day(first) : t("panel.from_to", { first: day(first), last: day(last) });
}

/**
 * Who, and from when to when: "09:30–10:00 Anna Berg".
 *
 * @param {Model} model
 * @param {{practitioner: string, start: string, end: string}} booking
 */
export const timeAndPerson = (model, booking) =>
  `${clock(booking.start)}–${clock(booking.end)} ${model.title(booking.practitioner)}`;

/**
 * A whole placement: date and unit, then each visit.
 *
 * @param {Model} model
 * @param {Booking[]} bookings
 */
export function placement(model, bookings) {
  const first = bookings[0];
  const each = bookings.map((one) => timeAndPerson(model, one));
  return { where: `${day(first.start)}, ${model.title(first.unit)}`, each };
}

/**
 * The change that puts a visit where a booking has it.
 *
 * @param {{visit: string, practitioner: string, unit: string, start: string, equipment?: string[]}} booking
 */
export function putting(booking) {
  const { visit, practitioner, unit, start, equipment } = booking;
  return { kind: "set_booking", visit, practitioner, unit, start, ...(equipment?.length ? { equipment } : {}) };
}

/** The change that takes a visit's booking away. @param {string} visit */
export const taking = (visit) => ({ kind: "set_booking", visit });

/** A visit that is placed, as a booking. @param {any} placed @returns {Booking} */
export function asBooking(placed) {
  const { visit, request, patient, role, unit, practitioner, equipment } = placed;
  const [start, end] = [placed.from, placed.to].map((minutes) => momentOf(placed.date, minutes));
  return { visit, request, patient, role, unit, practitioner, equipment, start, end };
}

export const WEIGHTS = { day_deviation: 10, wait: 1, not_preferred: 25, apart: 100, moved: 50 };

/**
 * What a booked request costs where it stands, a line each: what can be seen from the request alone.
 *
 * @param {Model} model
 * @param {any} request
 * @param {Booking[]} bookings in sequence
 * @returns {{text: string, cost: number}[]}
 */
export function costLines(model, request, bookings) {
  const weights = { ...WEIGHTS, ...model.request.settings?.weights };
  const lines = [];
  const earliest =
    request.earliest && request.earliest > model.request.first_date ? request.earliest : model.request.first_date;
  const days = bookings.length ? daysBetween(request.target ?? earliest, dateOf(bookings[0].start)) : 0;
  if (days) {
    const text = days > 0 ? t("panel.cost.days_after", { n: days }) : t("panel.cost.days_before", { n: -days });
    lines.push({ text, cost: Math.abs(days) * weights.day_deviation });
  }
  let waited = 0;
  for (let one = 1; one < bookings.length; one += 1) {
    waited += Math.max(0, minutesBetween(bookings[one - 1].end, bookings[one].start));
  }
  if (waited) lines.push({ text: t("panel.cost.waits", { n: waited }), cost: waited * weights.wait });
  for (const booking of bookings) {
    const wish = request.visits.find((/** @type {any} */ one) => one.id === booking.visit)?.preferred;
    if (wish && wish !== booking.practitioner) {
      lines.push({ text: t("panel.cost.not_preferred", { person: model.title(wish) }), cost: weights.not_preferred });
    }
  }
  for (const other of request.same_day_as ?? []) {
    const there = model.ofCase(other)[0];
    if (there && bookings.length && there.date !== dateOf(bookings[0].start)) {
      lines.push({ text: t("panel.cost.apart", { day: day(there.date) }), cost: weights.apart });
    }
  }
  return lines;
}

/**
 * The changes of a fix with the booking it makes possible.
 *
 * @param {{changes: any[], placement: Booking[]}} fix
 */
export function wholeFix(fix) {
  const put = new Set(fix.changes.filter((one) => one.kind === "set_booking").map((one) => one.visit));
  return [...fix.changes, ...fix.placement.filter((one) => !put.has(one.visit)).map(putting)];
}

/**
 * How many visits are elsewhere: with another person, at another unit or another time.
 *
 * @param {Booking[]} bookings
 * @param {Booking[]} before of the same visits, in the same order
 */
export function movedVisits(bookings, before) {
  const there = new Map(before.map((one) => [one.visit, one]));
  return bookings.filter((one) => {
    const was = there.get(one.visit);
    return was && (one.start !== was.start || one.practitioner !== was.practitioner || one.unit !== was.unit);
  }).length;
}

/**
 * What each visit is marked with on the board, after.
 *
 * @param {any} difference
 * @returns {Map<string, string>}
 */
export function marksOf(difference) {
  const marks = new Map();
  // Where nothing stood before, all is new: to mark it all would say nothing.
  const stood = difference.moved.length || difference.dropped.length || difference.unchanged;
  if (stood) for (const one of difference.added) marks.set(one.visit, "added");
  for (const one of difference.moved) marks.set(one.visit, "moved");
  for (const one of difference.dropped) marks.set(one.visit, "dropped");
  return marks;
}
