// @ts-check
/** The faces of a plan: what is asked before it, how it gets better, and the board before and after. */

import { h } from "./dom.js";
import { button, face, faultFace } from "./element.js";
import { field } from "./fields.js";
import { chart } from "./progress.js";
import { number, percent, t } from "./words.js";

/**
 * The form before it.
 *
 * @param {object} of
 * @param {boolean} of.booked whether anything is booked that may move
 * @param {number} of.seconds
 * @param {number | null} of.moves
 * @param {any} of.fault
 * @param {(how: {timeLimit: number, maxMoved: number | null}) => void} of.begin
 * @param {() => void} of.cancel
 */
export function orderForm({ booked, seconds, moves, fault, begin, cancel }) {
  const submit = (/** @type {any} */ event) => {
    event.preventDefault();
    const data = new FormData(event.target);
    const most = String(data.get("moves") ?? "").trim();
    begin({ timeLimit: Number(data.get("seconds")), maxMoved: most === "" ? null : Number(most) });
  };
  const whole = { type: "number", step: 1 };
  return h(
    "form",
    { class: "form planrun", onsubmit: submit },
    h("h3", null, booked ? t("panel.plan.replan") : t("panel.plan.title")),
    fault && faultFace(fault),
    field(
      { name: "seconds", label: t("panel.plan.seconds") },
      { ...whole, key: "seconds", min: 1, max: 3600, required: true, value: String(seconds) },
    ),
    booked &&
      field(
        { name: "moves", label: t("panel.plan.moves"), hint: t("panel.plan.moves_hint") },
        { ...whole, key: "moves", min: 0, value: moves === null ? "" : String(moves) },
      ),
    h(
      "div",
      { class: "actions" },
      h("button", { type: "submit", class: "primary", key: "begin" }, t("panel.plan.begin")),
      button(t("panel.cancel"), cancel, { key: "cancel" }),
    ),
  );
}

/**
 * @typedef {object} Progress
 * @property {import("./progress.js").Point[]} points
 * @property {number} elapsed seconds since it was ordered
 * @property {any} figures
 * @property {boolean} old whether the board has changed since
 * @property {boolean} stopping
 * @property {boolean} begun whether it was accepted
 */

/**
 * While it is made: an element, and what brings it up to date in place.
 *
 * @param {object} of
 * @param {number} of.seconds
 * @param {() => void} of.stop
 * @param {() => void} of.otherwise
 */
export function inTheMaking({ seconds, stop, otherwise }) {
  const drawing = h("div", null);
  const words = h("p", null);
  const bar = h("progress", { max: seconds, value: 0, "aria-label": t("panel.plan.progress") });
  const changed = h("div", { hidden: true }, face("conflict", t("panel.plan.old_while")));
  const stopping = button(t("panel.plan.stop"), stop, { key: "stop" });
  const other = button(t("panel.plan.otherwise"), otherwise, { key: "otherwise" });
  const element = h(
    "section",
    { class: "planrun", "aria-label": t("panel.plan.title") },
    h("h3", null, t("panel.plan.being_made")),
    drawing,
    words,
    bar,
    changed,
    h("div", { class: "actions" }, stopping, other),
  );
  /** @param {Progress} now */
  const update = (now) => {
    drawing.replaceChildren(chart(now.points, seconds, now.elapsed));
    words.textContent = now.figures ? figuresText(now.figures) : t("panel.plan.begins");
    bar.value = Math.min(seconds, now.elapsed);
    changed.hidden = !now.old;
    stopping.textContent = now.stopping ? t("panel.plan.stopping") : t("panel.plan.stop");
    stopping.disabled = now.stopping || !now.begun;
    other.disabled = !now.begun;
  };
  return { element, update };
}

/**
 * When it is over.
 *
 * @param {object} of
 * @param {any} of.job
 * @param {any} of.fault
 * @param {boolean} of.old whether the board has changed since it was ordered
 * @param {boolean} of.after whether the board shows it
 * @param {Node | null} of.differs what it changes; null: that is not known yet
 * @param {(after: boolean) => void} of.show
 * @param {() => void} of.accept
 * @param {() => void} of.again
 * @param {() => void} of.discard
 * @param {() => void} of.otherwise
 */
export function whenOver({ job, fault, old, after, differs, show, accept, again, discard, otherwise }) {
  const { state, problems = [], figures } = job ?? {};
  const failed = state === "failed" || state === "invalid" || !figures;
  const usable = !failed && !old;
  return h(
    "section",
    { class: "planrun", "aria-label": t("panel.plan.title") },
    failed
      ? faultFace({ message: t("panel.plan.failed"), problems })
      : h("h3", null, state === "stopped" ? t("panel.plan.stopped") : t("panel.plan.done")),
    !failed && h("p", null, figuresText(figures)),
    fault && faultFace(fault),
    old && face("conflict", t("panel.plan.old")),
    usable && !differs && !fault && face("loading", t("panel.difference.looking")),
    usable && differs && beforeAfter(after, show),
    h(
      "div",
      { class: "actions" },
      usable
        ? button(t("panel.plan.accept"), accept, { key: "accept", class: "primary" })
        : button(t("panel.plan.again"), again, { key: "replan" }),
      button(t("panel.plan.discard"), discard, { key: "discard" }),
      button(t("panel.plan.otherwise"), otherwise, { key: "otherwise" }),
    ),
    usable && differs,
  );
}

/** How a plan stands. @param {any} figures */
function figuresText(figures) {
  const best = figures.cost === figures.lower_bound;
  const values = { booked: number(figures.booked), of: number(figures.requests), cost: number(figures.cost) };
  return best ? t("panel.plan.best", values) : t("panel.plan.so_far", { ...values, share: percent(figures.gap) });
}

/** What the board shows. @param {boolean} shown whether it is after @param {(after: boolean) => void} show */
function beforeAfter(shown, show) {
  const choice = (/** @type {boolean} */ after, /** @type {string} */ text) =>
    button(text, () => show(after), { key: after ? "after" : "before", "aria-pressed": String(shown === after) });
  return h(
    "div",
    { class: "segments", role: "group", "aria-label": t("panel.plan.on_the_board") },
    choice(false, t("panel.plan.before")),
    choice(true, t("panel.plan.after")),
  );
}
