// @ts-check
/** What is said of a visit: in its block, to a screen reader, and in the details. */

import { clockOf } from "./times.js";
import { day, language, minutes, t } from "./words.js";

/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("./model.js").Placed} Placed */

/** @type {Map<string, string>} Dates in words: there are few of them, and Intl is slow. */
const days = new Map();

/** A date in words. @param {string} date @param {"short"|"long"} style */
export function dayOf(date, style) {
  const key = `${language()} ${style} ${date}`;
  let found = days.get(key);
  if (found === undefined) days.set(key, (found = day(date, style)));
  return found;
}

/** From when to when. @param {{from: number, to: number}} span */
export function spanOf({ from, to }) {
  return `${clockOf(from)}–${clockOf(to)}`;
}

/** What is odd about a visit, each in a word. @param {Placed} one @param {string} [mark] */
function oddities(one, mark) {
  const found = [];
  if (one.role === "primary" && one.size > 1) found.push(t("timeline.primary"));
  if (one.locked) found.push(t("timeline.locked"));
  if (mark) found.push(t(mark === "moved" || mark === "broken" ? `timeline.${mark}` : "timeline.marked"));
  return found;
}

/**
 * A visit in one sentence.
 * @param {Model} model @param {Placed} one @param {string} [mark]
 */
export function sentenceOf(model, one, mark) {
  const parts = [
    one.patient,
    one.competence,
    `${dayOf(one.date, "short")} ${spanOf(one)}`,
    model.title(one.practitioner),
    ...(one.size > 1 ? [t("timeline.position", { position: one.position + 1, size: one.size })] : []),
    ...oddities(one, mark),
  ];
  return parts.join(", ");
}

/**
 * The details of a visit: a heading, and lines of a name and a value.
 * @param {Model} model @param {Placed} one @param {string} [mark]
 * @returns {{heading: string, lines: [string, string][], chain: string[]}}
 */
export function detailsOf(model, one, mark) {
  /** @type {[string, string][]} */
  const lines = [
    [t("timeline.time"), `${dayOf(one.date, "long")} ${spanOf(one)}, ${minutes(one.to - one.from)}`],
    [t("timeline.practitioner"), model.title(one.practitioner)],
    [t("timeline.unit"), model.title(one.unit)],
  ];
  if (one.equipment.length)
    lines.push([t("timeline.equipment"), one.equipment.map((id) => model.title(id)).join(", ")]);
  lines.push([t("timeline.request"), one.request]);
  const odd = oddities(one, mark);
  if (odd.length) lines.push([t("timeline.note"), odd.join(", ")]);
  const chain = one.size > 1 ? model.ofCase(one.request) : [];
  return {
    heading: `${one.patient} · ${one.competence}`,
    lines,
    chain: chain.map((each) => {
      const where = each.date === one.date ? spanOf(each) : `${dayOf(each.date, "short")} ${spanOf(each)}`;
      const primary = each.role === "primary" ? ` (${t("timeline.primary")})` : "";
      return `${each.visit === one.visit ? "▸ " : ""}${where} ${each.competence}${primary}, ${model.title(each.practitioner)}`;
    }),
  };
}

/**
 * How much of the beginning of patients' ids is the same in all, and so is left out where there is little room.
 * @param {Iterable<string>} ids
 */
export function commonStart(ids) {
  let common = null;
  for (const id of ids) {
    if (common === null) common = id;
    else while (!id.startsWith(common)) common = common.slice(0, -1);
    if (!common) return 0;
  }
  return Math.max(0, (common ?? "").search(/[-_.][^-_.]*$/) + 1);
}
