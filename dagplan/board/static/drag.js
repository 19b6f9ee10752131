// @ts-check
/** Moving visits with a mouse, a pen or a finger. */

import { cellAt } from "./near.js";
import { freeIn } from "./rows.js";
import { momentOf } from "./times.js";

/** @typedef {import("./timeline.js").Timeline} Timeline */
/** @typedef {import("./places.js").Spot} Spot */

/** Pixels that a pressed pointer goes before it drags. */
const SLACK = 4;
/** Milliseconds that a finger rests before it drags, instead of scrolling. */
const PRESS = 350;
/** Milliseconds over another date before that date is shown. */
const LINGER = 450;
/** Pixels from the edge within which the timeline scrolls along, and pixels a frame. */
const EDGE = 36;
const PACE = 14;

export class Drag {
  /** @param {Timeline} host */
  constructor(host) {
    this.host = host;
    /** @type {{visit: string, pointer: number, x: number, y: number, shift: boolean, touch: boolean}|null} */
    this.pressed = null;
    this.active = false;
    this.shift = false;
    /** Minutes between the beginning of the visit and where it is held. */
    this.held = 0;
    this.at = { x: 0, y: 0 };
    /** @type {string|null} */ this.over = null;
    /** @type {ReturnType<typeof setTimeout>|undefined} */ this.press = undefined;
    /** @type {ReturnType<typeof setTimeout>|undefined} */ this.linger = undefined;
    const { scroller } = host;
    scroller.addEventListener("pointerdown", (event) => this.down(event));
    scroller.addEventListener("pointermove", (event) => this.move(event));
    scroller.addEventListener("pointerup", (event) => this.up(event));
    scroller.addEventListener("pointercancel", () => this.cancel());
    scroller.addEventListener("lostpointercapture", () => this.active && this.cancel());
    scroller.addEventListener("contextmenu", (event) => this.pressed?.touch && event.preventDefault());
    // A finger that drags a visit must not scroll as well; only a listener that isn't passive can say so.
    scroller.addEventListener("touchmove", (event) => this.active && event.preventDefault(), { passive: false });
    scroller.addEventListener("dblclick", (event) => this.lift(event));
  }

  /** @param {PointerEvent} event */
  down(event) {
    if (event.button !== 0 || event.ctrlKey) return;
    const visit = visitAt(event);
    if (this.host.move) return this.point(event);
    this.pressed = {
      visit: visit ?? "",
      pointer: event.pointerId,
      x: event.clientX,
      y: event.clientY,
      shift: event.shiftKey,
      touch: event.pointerType === "touch",
    };
    if (visit && this.pressed.touch) this.press = setTimeout(() => this.start(), PRESS);
  }

  /** @param {PointerEvent} event */
  move(event) {
    const { host, pressed } = this;
    this.at = { x: event.clientX, y: event.clientY };
    if (this.active) {
      event.preventDefault();
      if (event.shiftKey !== this.shift) {
        this.shift = event.shiftKey;
        host.move?.turn(this.shift || host.wholeChain);
      }
      this.follow();
    } else if (pressed && Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > SLACK) {
      if (pressed.touch) this.forget();
      else if (pressed.visit) this.start();
    } else if (host.move && !pressed && event.pointerType === "mouse") {
      this.point(event, true);
    }
  }

  /** @private */
  start() {
    const { host, pressed } = this;
    const placed = pressed && host.model.placed.get(pressed.visit);
    if (!pressed || !placed) return this.forget();
    clearTimeout(this.press);
    if (!host.pickUp(placed.visit, { whole: pressed.shift || host.wholeChain, quiet: true })) return this.forget();
    this.active = true;
    this.shift = pressed.shift;
    this.at = { x: pressed.x, y: pressed.y };
    const start = host.stage.scale.x(placed.date, placed.from);
    this.held = (host.stage.within(pressed.x, pressed.y).x - start) / host.stage.scale.zoom;
    try {
      host.scroller.setPointerCapture(pressed.pointer);
    } catch {
      // The pointer is gone already; pointerup or pointercancel has been told or comes.
    }
    this.follow();
    this.scrolling();
  }

  /** What is under the pointer. @private */
  follow() {
    const { host } = this;
    const date = host.strip.dateAt(this.at.x, this.at.y);
    if (date !== this.over) {
      clearTimeout(this.linger);
      this.over = date;
      if (date) this.linger = setTimeout(() => host.change({ date }), LINGER);
    }
    const home = host.move?.home;
    if (date && home) {
      const spot = { ...(host.move?.spot ?? home), date };
      return host.move?.to(host.move.places?.beside(spot) ?? spot);
    }
    host.move?.to(this.spotAt(this.at, this.held));
  }

  /**
   * The place under a pointer: on the grid, and on the nearest allowed start where that is a hand's breadth away.
   * @param {{x: number, y: number}} at @param {number} held @returns {Spot|null}
   */
  spotAt(at, held) {
    const { host } = this;
    const { move, stage } = host;
    const { scale } = stage;
    const point = host.stage.within(at.x, at.y);
    const row = host.stage.rowAt(point.y);
    if (!move || !row || !point.inside) return null;
    const under = scale.at(point.x - held * scale.zoom);
    const grid = move.places?.grid ?? host.step;
    const start = Math.round(under.minutes / grid) * grid;
    const people =
      row.kind === "person"
        ? [{ practitioner: row.id, unit: row.unit }]
        : [{ practitioner: move.home.practitioner, unit: move.home.unit }, ...(move.places?.all ?? [])];
    if (row.kind === "group") return null;
    const spots = people.map(({ practitioner, unit }) => ({ practitioner, unit, date: under.date, start }));
    const free = spots.find((one) => move.places?.allows(one));
    if (free) return free;
    const near = move.places?.beside(spots[0]);
    return near && Math.abs(near.start - start) * scale.zoom <= 8 ? near : spots[0];
  }

  /** Scroll along while the pointer is at an edge. @private */
  scrolling() {
    if (!this.active) return;
    const { scroller } = this.host;
    const box = scroller.getBoundingClientRect();
    const { names, axis } = this.host.stage.edges;
    const [x, y] = [this.at.x, this.at.y];
    if (y > box.top - EDGE && y < box.bottom + EDGE) {
      const across =
        x > box.right - EDGE ? PACE : x < box.left + names + EDGE && x > box.left + names - EDGE ? -PACE : 0;
      const down = y > box.bottom - EDGE ? PACE : y < box.top + axis + EDGE && y > box.top + axis - 8 ? -PACE : 0;
      const before = scroller.scrollTop + scroller.scrollLeft;
      if (across || down) scroller.scrollBy(across, down);
      if (scroller.scrollTop + scroller.scrollLeft !== before) this.follow();
    }
    requestAnimationFrame(() => this.scrolling());
  }

  /** @param {PointerEvent} event */
  up(event) {
    const { host, pressed } = this;
    if (this.active) {
      this.active = false;
      this.forget();
      if (host.scroller.hasPointerCapture(event.pointerId)) host.scroller.releasePointerCapture(event.pointerId);
      host.lifting.down(true);
      return;
    }
    this.forget();
    if (!pressed || host.move) return;
    const visit = visitAt(event);
    if (visit !== null) host.choose(visit);
    else this.free(event);
  }

  /** An empty time was pointed at. @param {PointerEvent} event @private */
  free(event) {
    const { host } = this;
    const point = host.stage.within(event.clientX, event.clientY);
    const row = host.stage.rowAt(point.y);
    if (!point.inside || !row) return;
    const { date, minutes } = host.stage.scale.at(point.x);
    const gap = freeIn(host.model, row, date).find((one) => one.from <= minutes && minutes < one.to);
    if (!gap) return host.choose(null);
    const [start, end] = [momentOf(date, gap.from), momentOf(date, gap.to)];
    host.emit("pickfree", { practitioner: row.id, unit: row.unit, start, end });
  }

  /** A visit that was picked up follows the mouse and is put down by a click. @param {PointerEvent} event @param {boolean} [only] */
  point(event, only = false) {
    const spot = this.spotAt({ x: event.clientX, y: event.clientY }, 0);
    if (spot) this.host.move?.to(spot);
    if (!only && spot) this.host.lifting.down(false);
  }

  /** A double click picks up: an alternative to dragging. @param {MouseEvent} event */
  lift(event) {
    const visit = visitAt(event);
    if (visit && !this.host.move) this.host.pickUp(visit, { whole: event.shiftKey || this.host.wholeChain });
  }

  /** Nothing is dragged any more, and nothing has changed. */
  cancel() {
    const was = this.active;
    this.active = false;
    this.forget();
    if (was) this.host.cancel();
  }

  /** @private */
  forget() {
    clearTimeout(this.press);
    clearTimeout(this.linger);
    this.pressed = null;
    this.over = null;
  }
}

/** @param {MouseEvent} event @returns {string|null} */
const visitAt = (event) => cellAt(event)?.dataset.visit ?? null;
