// @ts-check
/** Dates side by side on one axis of time: where a minute is drawn, and which minute is drawn somewhere. */

/** Pixels between one date and the next. */
export const GAP = 14;
/** The least and the largest zoom, in pixels per minute. */
export const ZOOM = { least: 0.12, most: 16 };
const LABEL = 46;
const STEPS = [5, 10, 15, 30, 60, 120, 180, 240, 360];

export class Scale {
  /**
   * @param {string[]} dates In order.
   * @param {number} from The first minute drawn of each date, from midnight.
   * @param {number} to The last.
   * @param {number} zoom Pixels per minute.
   */
  constructor(dates, from, to, zoom) {
    this.dates = dates;
    this.from = from;
    this.to = to;
    this.zoom = zoom;
    this.index = new Map(dates.map((date, at) => [date, at]));
    this.dayWidth = (to - from) * zoom;
    this.width = dates.length * (this.dayWidth + GAP) - (dates.length ? GAP : 0);
  }

  /** The zoom at which so many dates fill a width. @param {number} width Pixels. @param {number} dates @param {number} minutes */
  static fitting(width, dates, minutes) {
    return clamped((width - (dates - 1) * GAP) / (Math.max(1, dates) * Math.max(1, minutes)));
  }

  /** Where a date begins, in pixels. @param {string} date */
  start(date) {
    return (this.index.get(date) ?? 0) * (this.dayWidth + GAP);
  }

  /** @param {string} date @param {number} minutes From midnight. */
  x(date, minutes) {
    return this.start(date) + (minutes - this.from) * this.zoom;
  }

  /** What is drawn at a pixel; between two dates it is the nearer. @param {number} x */
  at(x) {
    const whole = this.dayWidth + GAP;
    const index = Math.min(this.dates.length - 1, Math.max(0, Math.floor((x + GAP / 2) / whole)));
    const minutes = this.from + (x - index * whole) / this.zoom;
    return { date: this.dates[index], minutes: Math.min(this.to, Math.max(this.from, minutes)) };
  }

  /** Minutes between two clock times that are written out. */
  get step() {
    return STEPS.find((one) => one * this.zoom >= LABEL) ?? 720;
  }

  /** The clock times that are written out, in minutes from midnight. */
  get ticks() {
    const found = [];
    for (let at = Math.ceil(this.from / this.step) * this.step; at < this.to; at += this.step) found.push(at);
    return found;
  }
}

/** A zoom within what can be drawn. @param {number} zoom */
export function clamped(zoom) {
  return Math.min(ZOOM.most, Math.max(ZOOM.least, zoom));
}
