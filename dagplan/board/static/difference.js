// @ts-check
/** What differs between two plans, in words: how much, what it costs, and each visit. */

import { h } from "./dom.js";
import { visitLink } from "./element.js";
import { clock, moment } from "./formats.js";
import { t } from "./words.js";

/** @typedef {import("./element.js").Panel} Panel */

const SHOWN = 60;

/**
 * A difference, as the service tells it.
 *
 * @param {Panel} panel
 * @param {any} difference
 */
export function differenceView(panel, difference) {
  const { moved, added, dropped } = difference;
  const nothing = !moved.length && !added.length && !dropped.length;
  return h(
    "div",
    { class: "difference" },
    h("p", null, difference.message),
    !nothing &&
      h("div", { class: "difference__lists" }, [
        group(panel, t("panel.difference.moved", { n: moved.length }), moved.map(movedLine(panel))),
        group(panel, t("panel.difference.dropped", { n: dropped.length }), dropped.map(bookedLine(panel))),
        group(panel, t("panel.difference.added", { n: added.length }), added.map(bookedLine(panel))),
      ]),
  );
}

/**
 * @param {Panel} panel
 * @param {string} title
 * @param {{visit: string, text: string}[]} lines
 */
function group(panel, title, lines) {
  if (!lines.length) return null;
  const shown = lines.slice(0, SHOWN);
  return h(
    "details",
    { open: lines.length <= 12 },
    h("summary", null, title),
    h(
      "ul",
      null,
      shown.map((one) => h("li", null, visitLink(panel, one.visit, one.text, { key: `differs ${one.visit}` }))),
    ),
    lines.length > SHOWN && h("p", { class: "quiet" }, t("panel.more", { n: lines.length - SHOWN })),
  );
}

/** @param {Panel} panel */
const movedLine = (panel) => (/** @type {any} */ one) => {
  const { before, after } = one;
  const sameDay = before.start.slice(0, 10) === after.start.slice(0, 10);
  const values = {
    patient: one.patient,
    before: `${moment(before.start)} ${panel.model.title(before.practitioner)}`,
    after: `${sameDay ? clock(after.start) : moment(after.start)} ${panel.model.title(after.practitioner)}`,
  };
  return { visit: one.visit, text: t("panel.difference.move", values) };
};

/** @param {Panel} panel */
const bookedLine = (panel) => (/** @type {any} */ one) => ({
  visit: one.visit,
  text: `${one.patient}: ${moment(one.start)} ${panel.model.title(one.practitioner)}`,
});
