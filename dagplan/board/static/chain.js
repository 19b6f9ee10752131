// @ts-check
/** A request and its visits in sequence: what, when, with whom and where, each with its lock; and what it costs there. */

import { asBooking, chainOf, datesOf } from "./bookings.js";
import { h } from "./dom.js";
import { button, visitLink } from "./element.js";
import { clock, day } from "./formats.js";
import { number, t } from "./words.js";

/** @typedef {import("./element.js").Panel} Panel */

/** Whose it is, how pressing, and what is wanted. @param {import("./model.js").Model} model @param {any} request */
export function chainHead(model, request) {
  const { id, patient, priority } = request;
  return h(
    "header",
    { class: "chosen__head" },
    h("h3", null, patient),
    priority !== "routine" && h("span", { class: `priority priority--${priority}` }, t(`panel.priority.${priority}`)),
    h("p", { class: "quiet" }, `${id} · ${chainOf(request)} · ${datesOf(model, request)}`),
  );
}

/** @param {Panel} panel @param {any} request @param {string | null} chosen id of the visit that is chosen */
export function chainList(panel, request, chosen) {
  const rows = request.visits.map((/** @type {any} */ one) => visitRow(panel, request, one, one.id === chosen));
  return h("ol", { class: "chain" }, rows);
}

/** @param {Panel} panel @param {any} request @param {any} visit @param {boolean} chosen */
function visitRow(panel, request, visit, chosen) {
  const { model } = panel;
  const placed = model.placed.get(visit.id);
  const primary = visit.role === "primary" && request.visits.length > 1;
  const what = [
    h("strong", null, visit.competence),
    ` ${t("panel.minutes", { n: visit.duration })} `,
    primary ? h("span", { class: "tag" }, t("panel.primary")) : null,
  ];
  return h(
    "li",
    {
      class: `chain__visit${chosen ? " chosen" : ""}${primary ? " primary" : ""}`,
      "aria-current": chosen ? "true" : null,
    },
    h(
      "div",
      null,
      visitLink(panel, visit.id, h("span", null, what), { key: `visit ${visit.id}` }),
      placed ? whereabouts(model, asBooking(placed)) : h("p", { class: "quiet" }, t("panel.chosen.not_booked")),
    ),
    placed && lockButton(panel, placed),
  );
}

/** @param {import("./model.js").Model} model @param {import("./element.js").Booking} booking */
function whereabouts(model, { start, end, practitioner, unit, equipment = [] }) {
  const items = equipment.map((one) => model.title(one)).join(", ");
  return [
    h("p", null, `${day(start)} ${clock(start)}–${clock(end)} ${model.title(practitioner)}, ${model.title(unit)}`),
    items ? h("p", { class: "quiet" }, items) : null,
  ];
}

/** @param {Panel} panel @param {import("./model.js").Placed} placed */
function lockButton(panel, { visit, locked, competence }) {
  return button(
    locked ? t("panel.lock.locked") : t("panel.lock.open"),
    () => panel.change([{ kind: "set_booking", visit, locked: !locked }]),
    {
      class: "lock",
      key: `lock ${visit}`,
      "aria-pressed": String(locked),
      "aria-label": t("panel.lock.label", { competence }),
    },
  );
}

/** What it costs where it stands. @param {{text: string, cost: number}[]} lines */
export function whyHere(lines) {
  const sum = lines.reduce((before, one) => before + one.cost, 0);
  const row = (/** @type {string} */ text, /** @type {number} */ cost, /** @type {string | null} */ style = null) =>
    h("tr", { class: style }, h("th", { scope: "row" }, text), h("td", null, number(cost)));
  return h(
    "section",
    null,
    h("h4", null, t("panel.here")),
    lines.length
      ? h(
          "table",
          { class: "costs" },
          h(
            "tbody",
            null,
            lines.map((one) => row(one.text, one.cost)),
            lines.length > 1 && row(t("panel.sum"), sum, "sum"),
          ),
        )
      : h("p", { class: "quiet" }, t("panel.here.nothing")),
  );
}
