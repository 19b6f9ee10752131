// @ts-check
/** The axis of time over the rows, and the strip of dates over it, which also is where visits are dropped on dates. */

import { element } from "./draw.js";
import { dayOf } from "./label.js";
import { addDays, clockOf, daysBetween, mondayOf } from "./times.js";
import { t } from "./words.js";

/** @typedef {import("./scale.js").Scale} Scale */
/** @typedef {import("./timeline.js").Timeline} Timeline */

/** Dates and clock times, which stay on top while rows scroll. */
export class Axis {
  /** @param {HTMLElement} grid */
  constructor(grid) {
    const group = element("tl-axis", "rowgroup", grid);
    this.el = element("tl-axis-row", "row", group);
    this.el.setAttribute("aria-rowindex", "1");
    this.corner = element("tl-corner", "columnheader", this.el);
    this.group = group;
    this.drawn = "";
  }

  /** @param {Scale} scale @param {number} names @param {number} height @param {string} title What is said over the names. */
  draw(scale, names, height, title) {
    this.corner.textContent = title;
    const key = JSON.stringify([scale.dates, scale.from, scale.to, scale.zoom, names, height]);
    if (key === this.drawn) return;
    this.drawn = key;
    this.group.style.height = `${height}px`;
    this.corner.style.width = `${names}px`;
    const parts = [];
    for (const date of scale.dates) {
      const head = element("tl-date", "columnheader");
      head.style.left = `${names + scale.start(date)}px`;
      head.style.width = `${scale.dayWidth}px`;
      const words = element("tl-date-words", "", head);
      words.style.left = `${names + 4}px`;
      words.textContent = dayOf(date, scale.dayWidth < 190 ? "short" : "long");
      const ticks = element("tl-ticks", "", head);
      ticks.setAttribute("aria-hidden", "true");
      for (const at of scale.ticks) {
        const tick = element("tl-tick", "", ticks);
        tick.style.left = `${Math.round((at - scale.from) * scale.zoom)}px`;
        tick.textContent = scale.step % 60 || scale.zoom > 0.9 ? clockOf(at) : String(at / 60);
      }
      parts.push(head);
    }
    this.el.replaceChildren(this.corner, ...parts);
  }
}

/** Buttons: the dates (or weeks) there are, the whole chain, and zoom. */
export class Strip {
  /** @param {Timeline} host */
  constructor(host) {
    this.host = host;
    this.el = element("tl-strip", "", host.root);
    this.dates = element("tl-dates", "group", this.el);
    const tools = element("tl-tools", "group", this.el);
    this.whole = button(tools, "", () => host.carryChains(!host.wholeChain));
    this.whole.classList.add("tl-whole");
    this.out = button(tools, "−", () => host.zoomBy(0.8));
    this.fit = button(tools, "", () => host.change({ zoom: 0 }));
    this.in = button(tools, "+", () => host.zoomBy(1.25));
    this.tools = tools;
    this.drawn = "";
    this.dates.addEventListener("click", (event) => {
      const date = dateOf(event.target);
      if (date) host.change({ date });
    });
  }

  draw() {
    const { host } = this;
    const { span } = host.view;
    const shown = new Set(host.stage.scale.dates);
    const key = JSON.stringify([span, host.model.dates, host.stage.scale.dates]);
    this.whole.setAttribute("aria-pressed", String(host.wholeChain));
    if (key === this.drawn) return;
    this.drawn = key;
    this.dates.setAttribute("aria-label", t("timeline.dates"));
    this.tools.setAttribute("aria-label", t("timeline.tools"));
    this.whole.textContent = t("timeline.whole");
    this.fit.textContent = t("timeline.fit");
    for (const [one, words] of /** @type {[HTMLElement, string][]} */ ([
      [this.out, t("timeline.zoom_out")],
      [this.in, t("timeline.zoom_in")],
    ])) {
      one.title = words;
      one.setAttribute("aria-label", words);
    }
    this.fit.title = t("timeline.fit_all");
    this.whole.title = t("timeline.whole_help");
    const held = dateOf(document.activeElement);
    const weeks = new Set();
    const buttons = [];
    for (const date of host.model.dates) {
      const monday = mondayOf(date);
      if (span === "week" && weeks.has(monday)) continue;
      const one = document.createElement("button");
      one.type = "button";
      one.dataset.date = date;
      one.textContent = span === "week" ? t("timeline.week", { week: weekOf(date) }) : dayOf(date, "short");
      if (span === "day" && !weeks.has(monday)) one.classList.add("is-first");
      weeks.add(monday);
      if (shown.has(date)) one.setAttribute("aria-current", "date");
      buttons.push(one);
    }
    this.dates.replaceChildren(...buttons);
    if (held) buttons.find((one) => one.dataset.date === held)?.focus();
    const current = buttons.find((one) => one.ariaCurrent);
    if (current) this.dates.scrollLeft = current.offsetLeft - this.dates.offsetLeft - this.dates.clientWidth / 2;
  }

  /** The date of the strip under a pointer; of a week, the weekday of the visit that moves. @param {number} x @param {number} y */
  dateAt(x, y) {
    const date = dateOf(document.elementFromPoint(x, y));
    const home = this.host.move?.home.date;
    if (!date || this.host.view.span === "day" || !home) return date;
    const same = addDays(mondayOf(date), daysBetween(mondayOf(home), home));
    return this.host.model.dates.includes(same) ? same : date;
  }
}

/** The number of a date's week, as the calendar in Sweden has it (ISO 8601). @param {string} date */
export function weekOf(date) {
  const thursday = addDays(mondayOf(date), 3);
  return 1 + Math.floor(daysBetween(`${thursday.slice(0, 4)}-01-01`, thursday) / 7);
}

/** @param {EventTarget|null} target @returns {string|null} */
function dateOf(target) {
  const found = target instanceof Element ? target.closest(".tl-dates button") : null;
  return found instanceof HTMLElement ? (found.dataset.date ?? null) : null;
}

/** @param {HTMLElement} parent @param {string} text @param {() => void} act */
function button(parent, text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", act);
  parent.append(made);
  return made;
}
