// @ts-check
/** What the page says, in its language: words come with the page as data. */

import { clockOf, dateOf, minutesOf } from "./times.js";

/** @typedef {string|{one: string, other: string}} Words */

/** @type {Record<string, Words>} */
let known = {};
let tag = "en";

/**
 * Take the words of the page, or others.
 * @param {Record<string, Words>} [words] Left out: those of `<script type="application/json" id="words">`.
 * @param {string} [language] Left out: the page's.
 */
export function load(words, language) {
  const element = globalThis.document?.getElementById("words");
  known = words ?? JSON.parse(element?.textContent || "{}");
  tag = language ?? globalThis.document?.documentElement.lang ?? "en";
}
load();

/** The page's language, `sv` or `en`. */
export function language() {
  return tag;
}

/** What Intl calls it: times by 24 hours and no comma before the last of a list. */
function locale() {
  return tag === "sv" ? "sv-SE" : "en-GB";
}

/** Whether there is a word. @param {string} key */
export function has(key) {
  return key in known || `board.${key}` in known;
}

/**
 * A word or sentence with its values.
 *
 * A place is `{name}` or `{name:kind}` with a kind of `dagplan/words/formatting.py`: number, decimal, date, time, moment,
 * minutes, and, or, list (also `and-date`, ...). Of a word with two forms, the number `n` decides.
 * @param {string} key Its code; `board.` before it may be left out.
 * @param {Record<string, any>} [values]
 */
export function t(key, values = {}) {
  const words = known[key] ?? known[`board.${key}`];
  if (words === undefined) {
    console.error(`no word ${key}`);
    return key;
  }
  const text = typeof words === "string" ? words : Number(values.n) === 1 ? words.one : words.other;
  return text.replace(/\{\{|\}\}|\{(\w+)(?::([\w-]+))?\}/g, (whole, name, kind) =>
    name === undefined ? whole[0] : written(values[name], kind ?? ""),
  );
}

/** A value as the language writes it. @param {any} value @param {string} kind @returns {string} */
export function written(value, kind = "") {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) {
    const [how, each] = kind.split(/-(.*)/);
    const parts = value.map((one) => written(one, each ?? ""));
    if (how === "and") return andList(parts);
    if (how === "or") return new Intl.ListFormat(locale(), { type: "disjunction" }).format(parts);
    if (how === "clauses") return parts.join("; ");
    return parts.join(how === "sentences" ? " " : ", ");
  }
  switch (kind) {
    case "number":
    case "decimal":
      return number(value);
    case "date":
    case "fulldate":
      return day(value, kind === "date" ? "date" : "full");
    case "time":
      return typeof value === "number" ? clockOf(value) : String(value);
    case "moment":
    case "fullmoment":
      return `${day(dateOf(value), kind === "moment" ? "date" : "full")} ${clockOf(minutesOf(value))}`;
    case "minutes":
      return minutes(value);
    default:
      return String(value);
  }
}

/** A number. @param {number} value @param {number} [decimals] At most so many. */
export function number(value, decimals = 2) {
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: decimals }).format(value);
}

/** A share as a percentage. @param {number} share Of 1. @param {number} [decimals] */
export function percent(share, decimals = 1) {
  return new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: decimals }).format(share);
}

/** So many minutes, in words. @param {number} value */
export function minutes(value) {
  return new Intl.NumberFormat(locale(), { style: "unit", unit: "minute", unitDisplay: "long" }).format(value);
}

/** Several, the last after a word. @param {string[]} parts */
export function andList(parts) {
  return new Intl.ListFormat(locale(), { type: "conjunction" }).format(parts);
}

/** @type {Record<string, Intl.DateTimeFormatOptions>} */
const STYLES = {
  weekday: { weekday: "short" },
  short: { weekday: "short", day: "numeric", month: "short" },
  long: { weekday: "long", day: "numeric", month: "long" },
  year: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
};

/**
 * A date in words.
 * @param {string} date As 2026-12-07.
 * @param {"weekday"|"short"|"long"|"year"|"date"|"full"} [style] mån; mån 7 dec.; måndag 7 december; with the year; and
 *   as the program's sentences have it, `den 7 december` or, in English, 2026-12-07.
 */
export function day(date, style = "short") {
  const at = new Date(`${date}T00:00:00Z`);
  if (style === "date" || style === "full") {
    if (tag !== "sv") return date;
    const words = new Intl.DateTimeFormat("sv-SE", { day: "numeric", month: "long", timeZone: "UTC" }).format(at);
    return `den ${words}${style === "full" ? ` ${date.slice(0, 4)}` : ""}`;
  }
  return new Intl.DateTimeFormat(locale(), { ...STYLES[style], timeZone: "UTC" }).format(at);
}

/** When something happened, by the clock of this machine. @param {string} instant In UTC, as the API has it. */
export function when(instant) {
  const at = new Date(instant);
  const today = at.toDateString() === new Date().toDateString();
  /** @type {Intl.DateTimeFormatOptions} */
  const style = today ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" };
  return new Intl.DateTimeFormat(locale(), style).format(at);
}
