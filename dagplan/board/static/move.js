// @ts-check
/** A visit, or its whole chain, on its way to another place: what may be, what is forbidden and by which rule. */

import { dayOf, spanOf } from "./label.js";
import { Places } from "./places.js";
import { momentOf } from "./times.js";
import { has, t } from "./words.js";

/** @typedef {import("./model.js").Placed} Placed */
/** @typedef {import("./places.js").Spot} Spot */
/** @typedef {import("./timeline.js").Timeline} Timeline */
/** @typedef {{rule: string, message: string}} Violation */
/** @typedef {{offer: {bookings: any[]}|null, violations: Violation[], displaced?: any[]}} Placing The API's answer. */
/** @typedef {"none"|"waiting"|"allowed"|"forbidden"} Status */

/** Milliseconds without a further step after which the service is asked about a place. */
const CALM = 60;

export class Move {
  /**
   * @param {Timeline} host
   * @param {Placed} placed
   * @param {boolean} whole Whether the chain goes along.
   */
  constructor(host, placed, whole) {
    this.host = host;
    this.placed = placed;
    this.duration = placed.to - placed.from;
    this.whole = whole && placed.size > 1;
    /** @type {Places|null} */ this.places = null;
    /** @type {Spot|null} */ this.spot = null;
    /** @type {Status} */ this.status = "none";
    /** @type {Violation[]} */ this.broken = [];
    /** @type {ReturnType<typeof setTimeout>|undefined} */ this.timer = undefined;
    /** @type {string} The place that was asked about last. */ this.asked = "";
    /** @type {string} The place that the service has spoken of last. */ this.told = "";
    /** @type {(() => void)|null} What is done as soon as it is known whether the place is allowed. */ this.pending =
      null;
  }

  /** Where it stands now. @returns {Spot} */
  get home() {
    const { practitioner, unit, date, from } = this.placed;
    return { practitioner, unit, date, start: from };
  }

  /** What the allowed places are asked of. */
  get of() {
    return this.whole ? this.placed.request : this.placed.visit;
  }

  /** Ask where it may go. */
  ask() {
    this.places = null;
    this.host.emit("askallowed", { of: this.of, whole: this.whole });
  }

  /** With or without the other visits of the chain. @param {boolean} whole */
  turn(whole) {
    if (this.placed.size < 2 || whole === this.whole) return false;
    this.whole = whole;
    this.asked = "";
    this.ask();
    this.judge();
    return true;
  }

  /** The places that are allowed have come. @param {import("./places.js").Allowed} allowed */
  light(allowed) {
    if (allowed.of !== this.of) return;
    this.places = new Places(allowed, this.placed.visit);
    this.judge();
  }

  /** Over a place, or none. @param {Spot|null} spot */
  to(spot) {
    if (same(spot, this.spot)) return;
    this.spot = spot;
    this.pending = null;
    this.judge();
  }

  /** Whether it may stand there, or asking. */
  judge() {
    clearTimeout(this.timer);
    this.broken = [];
    const { spot } = this;
    if (!spot) return this.#now("none");
    const free = same(spot, this.home) || this.places?.allows(spot);
    this.#now(free ? "allowed" : this.places ? "forbidden" : "waiting");
    if ((free && !this.whole) || same(spot, this.home)) return;
    this.timer = setTimeout(() => {
      this.asked = keyOf(spot, this.whole);
      this.host.emit("askplacing", this.detail(spot));
    }, CALM);
  }

  /** What the service says of the place asked about last. @param {Placing} placing @param {{start: string}} [asked] */
  verdict(placing, asked) {
    if (!this.spot || this.asked !== this.key) return;
    if (asked && asked.start !== this.detail(this.spot).start) return;
    this.broken = placing.violations;
    this.told = this.key;
    const free = !!placing.offer && !placing.violations.length;
    if (!free || this.status === "allowed" || !this.places) this.#now(free ? "allowed" : "forbidden");
    else this.#now(this.status);
  }

  /** The place it is over, as a text. */
  get key() {
    return this.spot ? keyOf(this.spot, this.whole) : "";
  }

  /** Whether the service has spoken of the place. */
  get known() {
    return this.told === this.key;
  }

  /** What an event says of a place. @param {Spot} spot */
  detail(spot) {
    const { practitioner, unit, date, start } = spot;
    return { visit: this.placed.visit, practitioner, unit, start: momentOf(date, start), whole: this.whole };
  }

  /** The rules that forbid it, each once and by its name; what is known of them. */
  get reason() {
    const names = [
      ...new Set(this.broken.map(({ rule }) => (has(`timeline.rule_${rule}`) ? t(`timeline.rule_${rule}`) : rule))),
    ];
    const { message } = this.broken[0] ?? {};
    if (!names.length) return t("timeline.not_allowed");
    return `${names.join(", ")}: ${message}${this.broken.length > 1 ? " …" : ""}`;
  }

  /** Where it would stand, in words. */
  get place() {
    const { spot, host } = this;
    if (!spot) return "";
    const parts = [`${dayOf(spot.date, "short")} ${spanOf({ from: spot.start, to: spot.start + this.duration })}`];
    parts.push(host.model.title(spot.practitioner));
    if (host.model.units.size > 1) parts.push(host.model.title(spot.unit));
    return parts.join(", ");
  }

  /** End it. */
  end() {
    clearTimeout(this.timer);
    this.pending = null;
  }

  /** @param {Status} status */
  #now(status) {
    this.status = status;
    if (status !== "waiting" && (status !== "forbidden" || this.known)) {
      const { pending } = this;
      this.pending = null;
      pending?.();
    }
    this.host.moved();
  }
}

/** @param {Spot|null} one @param {Spot|null} other */
export function same(one, other) {
  if (!one || !other) return one === other;
  return keyOf(one) === keyOf(other);
}

/** @param {Spot} spot @param {boolean} [whole] */
function keyOf({ practitioner, unit, date, start }, whole = false) {
  return `${date} ${start} ${unit} ${practitioner} ${whole}`;
}
