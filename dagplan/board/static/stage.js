// @ts-check
/** What the timeline shows and where: dates, rows and zoom, and the drawing of what is in sight. */

import { commonStart } from "./label.js";
import { filterOf, rowsOf } from "./rows.js";
import { clamped, Scale } from "./scale.js";
import { addDays, competenceKey, dateOf, minutesOf, mondayOf } from "./times.js";
import { t } from "./words.js";

/** @typedef {import("./draw.js").Box} Box */
/** @typedef {import("./draw.js").Scene} Scene */
/** @typedef {import("./model.js").Placed} Placed */
/** @typedef {import("./move.js").Move} Move */
/** @typedef {import("./places.js").Spot} Spot */
/** @typedef {import("./rows.js").Row} Row */
/** @typedef {import("./timeline.js").Timeline} Timeline */

const AXIS = 42;
const GROUP = 24;
/** Heights of rows: patients' are the least; others grow where there is room, up to two lines of text. */
const ROW = { least: 34, most: 60 };
/** Rows, and pixels to the sides, that are drawn beyond what is in sight. */
const BEYOND = { rows: 3, pixels: 240 };

export class Stage {
  /** @param {Timeline} host */
  constructor(host) {
    this.host = host;
    this.scale = new Scale([], 8 * 60, 17 * 60, 1);
    /** @type {Row[]} */ this.rows = [];
    /** @type {Map<string, number>} */ this.order = new Map();
    /** @type {((one: Placed) => boolean)|null} */ this.wanted = null;
    this.edges = { names: 168, axis: AXIS };
    /** @type {{from: number, to: number}|null} */ this.day = null;
    /** @type {Map<string, number>} The colour of each competence. */ this.tones = new Map();
    this.cut = 0;
    this.laid = "";
    /** While elements come, go and change places, and so may lose the focus for a moment. */ this.drawing = false;
    /** How often anything but the view and what is chosen was another. */ this.generation = 0;
    /** @type {import("./draw.js").Window} */ this.window = { first: 0, last: -1, pinned: -1, from: 0, to: 0 };
    /** @type {Scene|null} */ this.scene = null;
  }

  /** The model is another: all is read again. @param {boolean} [bookingsOnly] */
  forget(bookingsOnly = false) {
    this.laid = "";
    this.generation += 1;
    if (!bookingsOnly) this.day = null;
  }

  /** What doesn't depend on the view, of a model. */
  #read() {
    const { model } = this.host;
    let [from, to] = [24 * 60, 0];
    for (const one of model.request.availability ?? []) {
      from = Math.min(from, minutesOf(one.start));
      to = Math.max(to, minutesOf(one.end, dateOf(one.start)));
    }
    for (const one of model.placed.values()) {
      from = Math.min(from, one.from);
      to = Math.max(to, one.to);
    }
    if (from >= to) [from, to] = [8 * 60, 17 * 60];
    this.day = { from: Math.floor(from / 60) * 60, to: Math.min(24 * 60, Math.ceil(to / 60) * 60) };
    this.tones = new Map(model.competences.map((word, at) => [competenceKey(word), at % 8]));
    this.cut = commonStart([...model.cases.values()].map((one) => one.patient));
  }

  /** The dates of a view. @returns {string[]} */
  dates() {
    const { model, view } = this.host;
    const date = view.date || model.dates[0];
    if (!date) return [];
    if (view.span === "day") return [date];
    const [first, last] = [mondayOf(date), addDays(mondayOf(date), 6)];
    const found = model.dates.filter((one) => first <= one && one <= last);
    return found.length ? found : [date];
  }

  /** Dates, zoom and rows, where any of them is another. */
  lay() {
    const { host } = this;
    const { model, view } = host;
    if (!this.day) this.#read();
    const { width, height } = host.size;
    const dates = this.dates();
    const guests = view.rows === "patients" ? host.ghosts.map((one) => one.visit) : [];
    const key = JSON.stringify([view, view.movedSince && [...view.movedSince], dates, width, height, guests]);
    if (key === this.laid) return;
    this.laid = key;
    const day = this.day ?? { from: 0, to: 24 * 60 };
    this.edges = { names: width < 600 ? 96 : 168, axis: AXIS };
    const least = width < 600 ? 0.75 : 0;
    const fit = Math.max(least, Scale.fitting(width - this.edges.names - 8, dates.length, day.to - day.from));
    this.scale = new Scale(dates, day.from, day.to, clamped(view.zoom || fit));
    this.wanted = filterOf(view);
    this.rows = rowsOf(model, view, dates, guests);
    const rows = this.rows.filter((one) => one.kind !== "group").length || 1;
    const room = Math.floor((height - AXIS - (this.rows.length - rows) * GROUP - 2) / rows);
    const each = view.rows === "patients" ? ROW.least : Math.min(ROW.most, Math.max(ROW.least, room));
    let top = AXIS;
    this.order.clear();
    this.rows.forEach((row, at) => {
      row.top = top;
      row.height = row.kind === "group" ? GROUP : each;
      top += row.height;
      this.order.set(row.key, at);
    });
    const { grid, empty } = host;
    grid.classList.toggle("is-wide", this.edges.names + this.scale.width + 8 > width + 1);
    grid.style.width = `${this.edges.names + this.scale.width + 8}px`;
    grid.style.height = `${top}px`;
    grid.setAttribute("aria-rowcount", String(this.rows.length + 1));
    empty.hidden = this.rows.length > 0;
    empty.textContent = t(this.wanted ? "timeline.nothing_found" : `timeline.no_${view.rows}`);
  }

  /** Everything in sight. */
  draw() {
    const { host } = this;
    this.drawing = true;
    this.lay();
    const { model, view } = host;
    host.grid.setAttribute("aria-label", t(`timeline.grid_${view.rows}`));
    host.help.textContent = t("timeline.help");
    host.focusing.settle();
    const near = host.tip.visit ?? host.selected ?? (host.focusing.wanted ? host.focusing.at.visit : null);
    const chosen = model.placed.get(near ?? "");
    const chain = host.move?.placed.request ?? chosen?.request ?? null;
    const lifted = (host.move ?? host.lifting.settling)?.placed.visit ?? null;
    /** @type {Scene} */
    const scene = {
      stamp: JSON.stringify([this.laid, this.generation, host.selected, chain, lifted]),
      model,
      scale: this.scale,
      rows: this.rows,
      names: this.edges.names,
      axis: AXIS,
      wanted: this.wanted,
      tone: (one) => `tone-${this.tones.get(competenceKey(one.competence)) ?? 0}`,
      cut: this.cut,
      marks: host.marks,
      selected: host.selected,
      chain,
      lifted,
      focus: host.focusing.at,
    };
    this.scene = scene;
    this.window = this.#insight();
    host.axis.draw(this.scale, this.edges.names, AXIS, t(`timeline.rows_${view.rows}`));
    host.strip.draw();
    host.painter.draw(scene, this.window);
    host.overlay.link(scene);
    host.overlay.draw(scene, this.window);
    host.focusing.restore();
    this.drawing = false;
  }

  /** Rows and pixels of time that are drawn. @returns {import("./draw.js").Window} */
  #insight() {
    if (this.host.paper) return { first: 0, last: this.rows.length - 1, pinned: -1, from: 0, to: this.scale.width };
    const { scrollTop: top, scrollLeft: left } = this.host.scroller;
    const { width, height } = this.host.size;
    const first = Math.max(0, this.#rowIndex(top + AXIS) - BEYOND.rows);
    const last = Math.min(this.rows.length - 1, this.#rowIndex(top + height) + BEYOND.rows);
    const pinned = this.indexOf(this.host.focusing.at.row);
    const from = Math.floor(left / BEYOND.pixels - 1) * BEYOND.pixels;
    return {
      first,
      last,
      pinned: pinned < first || pinned > last ? pinned : -1,
      from,
      to: from + Math.ceil((width - this.edges.names) / BEYOND.pixels + 3) * BEYOND.pixels,
    };
  }

  /** Drawn again as soon as a row comes in or goes: one at a time, so that no frame has much to do. */
  scrolled() {
    if (!this.host.model || !this.scene) return;
    const now = this.#insight();
    const { first, last, from } = this.window;
    if (now.first !== first || now.last !== last || now.from !== from) this.host.invalidate();
  }

  /** @param {string} key */
  indexOf(key) {
    return this.order.get(key) ?? -1;
  }

  /** Where a person stands among the rows; those without a row in the order of the request, after them. @param {{practitioner: string, unit: string}} place */
  orderOf({ practitioner, unit }) {
    const at = this.order.get(`person ${unit} ${practitioner}`);
    if (at !== undefined) return at;
    const { model } = this.host;
    const units = [...model.units.keys()].indexOf(unit) * model.people.size;
    return 100_000 + units + [...model.people.keys()].indexOf(practitioner);
  }

  /** The row at a height of the whole timeline. @param {number} y */
  #rowIndex(y) {
    let [low, high] = [0, this.rows.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.rows[middle].top <= y) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** @param {number} y @returns {Row|null} */
  rowAt(y) {
    const row = this.rows[this.#rowIndex(y)];
    return row && row.top <= y && y < row.top + row.height ? row : null;
  }

  /** A point of the window within the timeline: `x` from the beginning of time, `y` from its top. @param {number} clientX @param {number} clientY */
  within(clientX, clientY) {
    const { scroller } = this.host;
    const box = scroller.getBoundingClientRect();
    const [x, y] = [clientX - box.left, clientY - box.top];
    const inside = x >= this.edges.names && y >= AXIS && x <= scroller.clientWidth && y <= scroller.clientHeight;
    return { x: x + scroller.scrollLeft - this.edges.names, y: y + scroller.scrollTop, inside };
  }

  /** Bring a place into sight. @param {Spot} spot */
  reveal(spot) {
    const { host } = this;
    if (!this.scale.index.has(spot.date)) host.change({ date: spot.date });
    const box = host.overlay.box({ ...spot, from: spot.start, to: spot.start }, host.move?.placed.visit ?? "");
    if (box) this.show({ ...box, width: (host.move?.duration ?? 0) * this.scale.zoom });
  }

  /** Scroll no further than needed. @param {Box} box */
  show(box) {
    const { scroller } = this.host;
    const { scrollLeft: left, scrollTop: top, clientWidth: width, clientHeight: height } = scroller;
    if (box.y < top + AXIS) scroller.scrollTop = box.y - AXIS - 2;
    else if (box.y + box.height > top + height) scroller.scrollTop = box.y + box.height - height + 4;
    if (box.x < left + this.edges.names) scroller.scrollLeft = box.x - this.edges.names - 24;
    else if (box.x + box.width > left + width) scroller.scrollLeft = box.x + box.width - width + 24;
  }

  /** @param {number} factor @param {number} [clientX] What stays where it is; left out: the middle. */
  zoomAt(factor, clientX) {
    const { host } = this;
    const box = host.scroller.getBoundingClientRect();
    const middle = box.left + (this.edges.names + host.scroller.clientWidth) / 2;
    const at = clientX ?? middle;
    const { date, minutes } = this.scale.at(this.within(at, box.top).x);
    if (!date) return;
    host.change({ zoom: clamped(this.scale.zoom * factor) });
    host.scroller.scrollLeft = this.scale.x(date, minutes) - (at - box.left - this.edges.names);
    host.draw();
  }

  /** The dates before or after. @param {1|-1} side */
  turn(side) {
    const { host } = this;
    const { dates } = host.model;
    const shown = this.scale.dates;
    const next =
      side > 0 ? dates.find((one) => one > shown[shown.length - 1]) : dates.filter((one) => one < shown[0]).at(-1);
    if (next) {
      host.change({ date: next });
      host.say("timeline.say_date", { date: next });
    } else host.say("timeline.say_no_date");
    return true;
  }
}
