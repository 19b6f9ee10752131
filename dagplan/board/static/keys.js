// @ts-check
/** The timeline by keyboard: from visit to visit, and a visit that is picked up from allowed place to allowed place. */

import { freeIn, visitsIn } from "./rows.js";
import { momentOf } from "./times.js";
import { t } from "./words.js";

/** @typedef {import("./model.js").Placed} Placed */
/** @typedef {import("./timeline.js").Timeline} Timeline */

export class Keys {
  /** @param {Timeline} host */
  constructor(host) {
    this.host = host;
    /** @type {Placed|null} The time that up and down keep to. */ this.column = null;
    host.scroller.addEventListener("keydown", (event) => {
      if (event.altKey || event.metaKey || (event.ctrlKey && !["Home", "End"].includes(event.key))) return;
      const done = host.move ? this.carry(event) : this.walk(event);
      if (!done) return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  /** @param {KeyboardEvent} event @returns {boolean} Whether it was one of ours. */
  walk({ key, ctrlKey }) {
    const { host } = this;
    const focus = host.focusing.at;
    const placed = focus.visit === null ? null : (host.model.placed.get(focus.visit) ?? null);
    switch (key) {
      case "ArrowLeft":
      case "ArrowRight":
        return this.#along(key === "ArrowRight" ? 1 : -1);
      case "ArrowUp":
      case "ArrowDown":
        return this.#across(key === "ArrowDown" ? 1 : -1, placed);
      case "Home":
      case "End":
        return this.#end(key === "End", ctrlKey);
      case "PageUp":
      case "PageDown":
        return host.stage.turn(key === "PageDown" ? 1 : -1);
      case "Enter":
      case "m":
      case "M":
        if (placed) host.pickUp(placed.visit, { whole: host.wholeChain });
        else this.#free();
        return true;
      case "w":
      case "W":
        host.wholeChain = !host.wholeChain;
        host.say(host.wholeChain ? "timeline.say_whole" : "timeline.say_single");
        return true;
      case " ":
        if (placed) host.choose(placed.visit);
        else this.#free();
        return true;
      case "f":
      case "F":
        this.#free();
        return true;
      case "+":
      case "=":
        host.zoomBy(1.25);
        return true;
      case "-":
        host.zoomBy(0.8);
        return true;
      case "0":
        host.change({ zoom: 0 });
        return true;
      case "Escape":
        return host.tip.hide();
      default:
        return false;
    }
  }

  /** Visits of a row that are looked for, over all dates shown. @param {number} at */
  #visits(at) {
    const { host } = this;
    const row = host.stage.rows[at];
    if (!row) return [];
    const all = host.stage.scale.dates.flatMap((date) => visitsIn(host.model, row, date));
    return host.stage.wanted ? all.filter(host.stage.wanted) : all;
  }

  /** @param {1|-1} side */
  #along(side) {
    const { host } = this;
    const at = host.stage.indexOf(host.focusing.at.row);
    const visits = this.#visits(at);
    const here = visits.findIndex((one) => one.visit === host.focusing.at.visit);
    const next = here + side;
    if (here < 0 && side < 0) return true;
    this.column = null;
    if (next < 0) host.focusing.on(host.stage.rows[at].key, null);
    else if (next < visits.length) host.focusing.on(host.stage.rows[at].key, visits[next].visit);
    return true;
  }

  /** @param {1|-1} side @param {Placed|null} placed */
  #across(side, placed) {
    const { host } = this;
    this.column ??= placed;
    const aim = placed ? (this.column ?? placed) : null;
    for (
      let at = host.stage.indexOf(host.focusing.at.row) + side;
      at >= 0 && at < host.stage.rows.length;
      at += side
    ) {
      if (host.stage.rows[at].kind === "group") continue;
      if (!aim) {
        host.focusing.on(host.stage.rows[at].key, null);
        return true;
      }
      const near = nearest(this.#visits(at), aim);
      if (!near) continue;
      host.focusing.on(host.stage.rows[at].key, near.visit);
      return true;
    }
    return true;
  }

  /** @param {boolean} last @param {boolean} all */
  #end(last, all) {
    const { host } = this;
    const rows = host.stage.rows.map((_, at) => at).filter((at) => host.stage.rows[at].kind !== "group");
    const at = all ? rows.at(last ? -1 : 0) : host.stage.indexOf(host.focusing.at.row);
    if (at === undefined || at < 0) return true;
    this.column = null;
    host.focusing.on(host.stage.rows[at].key, this.#visits(at).at(last ? -1 : 0)?.visit ?? null);
    return true;
  }

  /** The next free time of the row: after the visit, or from its beginning. */
  #free() {
    const { host } = this;
    const row = host.stage.rows[host.stage.indexOf(host.focusing.at.row)];
    if (!row) return;
    const after = host.focusing.at.visit === null ? null : host.model.placed.get(host.focusing.at.visit);
    for (const date of host.stage.scale.dates) {
      if (after && date < after.date) continue;
      const from = after?.date === date ? after.to : 0;
      const gap = freeIn(host.model, row, date).find((one) => one.from >= from);
      if (!gap) continue;
      const [start, end] = [momentOf(date, gap.from), momentOf(date, gap.to)];
      host.say("timeline.say_free", { start, end: end.slice(11), practitioner: row.title });
      host.emit("pickfree", { practitioner: row.id, unit: row.unit, start, end });
      return;
    }
    host.say("timeline.say_no_free", { practitioner: row.title });
  }

  /** A key while a visit is picked up. @param {KeyboardEvent} event @returns {boolean} */
  carry({ key, shiftKey }) {
    const { host } = this;
    const move = host.move;
    if (!move) return false;
    const spot = move.spot ?? move.home;
    const { places } = move;
    const side = ["ArrowRight", "ArrowDown", "PageDown", "End"].includes(key) ? 1 : -1;
    switch (key) {
      case "Escape":
        host.cancel();
        return true;
      case "Enter":
        host.lifting.down(false);
        return true;
      case "w":
      case "W":
        if (!move.turn(!move.whole)) host.say("timeline.say_alone");
        else host.say(move.whole ? "timeline.say_whole" : "timeline.say_single");
        return true;
      case "ArrowLeft":
      case "ArrowRight":
        // With Shift to any time, also where it is forbidden: then the rule is told.
        if (shiftKey) return this.#go({ ...spot, start: spot.start + side * (places?.grid ?? host.step) });
        return this.#go(places?.along(spot, side), side > 0 ? "timeline.say_no_later" : "timeline.say_no_earlier");
      case "ArrowUp":
      case "ArrowDown":
        return this.#go(
          places?.across(spot, side, (one) => host.stage.orderOf(one)),
          "timeline.say_nobody_else",
        );
      case "PageUp":
      case "PageDown":
        return this.#go(places?.dated(spot, side), "timeline.say_no_date");
      case "Home":
      case "End":
        return this.#go(places?.utmost(spot, side), "timeline.say_nobody_else");
      case "Tab":
        host.cancel();
        return false;
      default:
        return key === " ";
    }
  }

  /** @param {import("./places.js").Spot|null|undefined} spot @param {string} [otherwise] What is said where there is none. */
  #go(spot, otherwise = "") {
    const { host } = this;
    const { move } = host;
    if (!move) return true;
    if (!spot) {
      host.say(move.places ? otherwise : "timeline.say_asking");
      return true;
    }
    move.to(spot);
    host.stage.reveal(spot);
    host.say(move.status === "allowed" ? "timeline.say_at" : "timeline.say_at_forbidden", {
      place: move.place,
      reason: move.status === "allowed" ? "" : t("timeline.not_allowed"),
    });
    return true;
  }
}

/** The visit nearest in time. @param {Placed[]} visits @param {Placed} aim */
function nearest(visits, aim) {
  let best = null;
  const when = (/** @type {Placed} */ one) => Date.parse(one.date) / 60000 + one.from;
  for (const one of visits) {
    if (!best || Math.abs(when(one) - when(aim)) < Math.abs(when(best) - when(aim))) best = one;
  }
  return best;
}
