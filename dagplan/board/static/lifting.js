// @ts-check
/** Taking visits up, putting them down, and what is shown and said meanwhile. */

import { Move, same } from "./move.js";
import { beside } from "./tip.js";
import { t } from "./words.js";

/** @typedef {import("./layers.js").Ghost} Ghost */
/** @typedef {import("./timeline.js").Timeline} Timeline */

/** Milliseconds that a place is waited for after a drop, and that a refusal can be read. */
const PATIENCE = 4000;

export class Lifting {
  /** @param {Timeline} host */
  constructor(host) {
    this.host = host;
    /** @type {Move|null} The visit that is on its way. */ this.move = null;
    /** @type {Move|null} One that was dropped, until the plan says so. */ this.settling = null;
    /** @type {Ghost[]} What was drawn before. */ this.ghosts = [];
    /** @type {ReturnType<typeof setTimeout>|undefined} */ this.patience = undefined;
    /** @type {ReturnType<typeof setTimeout>|undefined} While a refusal is to be read. */ this.hinting = undefined;
    this.bubble = host.bubble;
  }

  /**
   * Take a visit up, to be carried by keys or by the pointer. A locked one stands.
   * @param {string} visit @param {{whole?: boolean, quiet?: boolean}} how @returns {boolean}
   */
  up(visit, { whole = false, quiet = false }) {
    const { host } = this;
    const placed = host.model?.placed.get(visit);
    if (!placed || this.move) return false;
    const held = whole ? host.model.ofCase(placed.request).find((one) => one.locked) : placed.locked && placed;
    if (held) {
      const key = held === placed ? "timeline.say_locked" : "timeline.say_chain_locked";
      host.say(key, { visit: held.visit });
      this.hint(t(key, { visit: held.visit }), visit);
      return false;
    }
    this.settling = null;
    host.tip.hide();
    this.ghosts = host.ghosts;
    this.move = new Move(host, placed, whole);
    this.move.spot = this.move.home;
    this.move.status = "allowed";
    host.toggleAttribute("moving", true);
    if (!quiet)
      host.say(this.move.whole ? "timeline.say_chain_lifted" : "timeline.say_lifted", { visit: placed.patient });
    this.move.ask();
    host.invalidate();
    return true;
  }

  /** The allowed places have come. @param {import("./places.js").Allowed} lit */
  light(lit) {
    const { host, move } = this;
    if (!move) return;
    const waited = !move.places;
    move.light(lit);
    if (!waited || !move.places || host.drag.active) return;
    const n = move.places.count;
    host.say(n ? "timeline.say_places" : "timeline.say_nowhere", n ? { n } : {});
  }

  /** Put down what is carried, where that is allowed. @param {boolean} final Whether a refusal ends it. */
  down(final) {
    const { host, move } = this;
    if (!move) return;
    clearTimeout(this.patience);
    if (!move.spot || same(move.spot, move.home)) return this.cancel();
    if (move.status === "allowed") {
      const detail = move.detail(move.spot);
      this.settling = move;
      host.say("timeline.say_dropped", { visit: move.placed.patient, place: move.place });
      this.#end();
      host.emit("drop", detail);
      this.patience = setTimeout(() => this.settled(), PATIENCE);
    } else if (move.known) {
      host.say("timeline.say_refused", { reason: move.reason });
      this.hint(move.reason);
      if (final) this.cancel(false);
    } else {
      move.pending = () => this.down(final);
      this.patience = setTimeout(() => {
        move.told = move.key;
        move.pending = null;
        if (this.move === move) this.down(final);
      }, PATIENCE);
    }
  }

  /** Nothing is carried any more, and nothing has changed. @param {boolean} [told] */
  cancel(told = true) {
    if (!this.move) return;
    if (told) this.host.say("timeline.say_cancelled");
    this.#end();
  }

  #end() {
    const { host } = this;
    this.move?.end();
    this.move = null;
    clearTimeout(this.patience);
    host.drag.active = false;
    host.lit = null;
    host.ghosts = this.ghosts;
    host.toggleAttribute("moving", false);
    host.focusing.wanted = true;
    host.invalidate();
  }

  /** What was dropped stands, or nobody has said so. */
  settled() {
    this.settling = null;
    this.host.invalidate();
  }

  /** The plan has changed, by this move or by anything else. */
  changed() {
    this.settling = null;
    const { host, move } = this;
    if (!move) return;
    const now = host.model.placed.get(move.placed.visit);
    if (!now || now.locked || !same(move.home, { ...now, start: now.from })) this.cancel();
    else move.ask();
  }

  /** Words beside what is carried, or beside a visit, for as long as they can be read. @param {string} words @param {string} [visit] */
  hint(words, visit) {
    const { host, bubble } = this;
    const row = visit && visit === host.focusing.at.visit ? host.focusing.at.row : "";
    const box = row ? host.painter.found(row, visit ?? null)?.getBoundingClientRect() : null;
    bubble.className = "tl-bubble is-forbidden";
    bubble.textContent = words;
    bubble.hidden = false;
    if (box) beside(bubble, box);
    clearTimeout(this.hinting);
    this.hinting = setTimeout(() => {
      this.hinting = undefined;
      if (!this.move) bubble.hidden = true;
    }, PATIENCE);
  }
}
