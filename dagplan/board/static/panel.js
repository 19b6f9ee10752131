// @ts-check
/** <dag-panel>: what is chosen. A visit with its chain, why it is there, where else it could be; or a free time. */

import { offersFor, roomOrReasons } from "./asking.js";
import { asBooking, costLines, movedVisits, taking, WEIGHTS } from "./bookings.js";
import { chainHead, chainList, whyHere } from "./chain.js";
import { fill, h } from "./dom.js";
import { absenceButton, button, face, faultFace, Panel } from "./element.js";
import "./free.js";
import "./placeform.js";
import { offerList } from "./offers.js";
import { roomOrWhy } from "./reasons.js";
import { t } from "./words.js";

/** @typedef {import("./element.js").Booking} Booking */
/** @typedef {{practitioner: string, unit: string, start: string, end: string}} Time */

/** So many others may have to move where that is asked for. */
const MOVES = 2;

export class ChosenPanel extends Panel {
  /** @type {string | null} */
  #request = null;
  /** @type {string | null} */
  #visit = null;
  /** @type {HTMLElement[]} times that are free, or have become so here, with whom they fit */
  #free = [];
  /** @type {any} offers, reasons and fixes of the request, for one version of the board */
  #known = null;
  #move = document.createElement("dag-move");
  #moving = h("details", { class: "moving" }, h("summary", { key: "moving" }, t("panel.move")), this.#move);

  get selected() {
    return this.#visit ?? this.#request;
  }

  /**
   * What to show.
   *
   * @param {string | {visit?: string, request?: string, free?: Time} | null} what id of a visit or request
   */
  set selected(what) {
    const given = typeof what === "string" ? { visit: what } : (what ?? {});
    const { visits, cases } = this.board ? this.model : { visits: new Map(), cases: new Map() };
    const visit = given.visit ?? null;
    const request =
      visit !== null ? (visits.get(visit)?.case.id ?? (cases.has(visit) ? visit : null)) : (given.request ?? null);
    if (request !== this.#request || given.free) this.#show(given.free ? [given.free] : []);
    this.#visit = visit !== null && visits.has(visit) ? visit : null;
    if (request !== this.#request) this.#known = null;
    this.#request = request;
    this.fault = null;
    this.#look();
    this.redraw();
  }

  /** The visit that is chosen. */
  get visit() {
    return this.#visit;
  }

  set visit(visit) {
    this.selected = visit;
  }

  /** The free time of a person, as the board's event `pickfree` tells it. @param {Time} time */
  set free(time) {
    this.selected = { free: time };
  }

  /** @param {any} board */
  opened(board) {
    this.#request = this.#visit = this.#known = null;
    this.#free = [];
    /** @type {any} */ (this.#move).board = board;
  }

  changed() {
    this.#known = null;
    if (this.#request && !this.model.cases.has(this.#request)) this.#request = this.#visit = null;
    this.#look();
    super.changed();
  }

  async #look() {
    const request = this.#request;
    const { board } = this;
    if (!board || request === null || this.#known || this.model.aside) return;
    const { model } = this;
    const { version } = model;
    const booked = !model.unbooked.includes(request);
    try {
      const found = booked ? { offers: await offersFor(board, request, 5) } : await roomOrReasons(board, request, 5);
      if (request !== this.#request || version !== model.version) return;
      this.#known = found;
    } catch (fault) {
      this.#known = { fault };
    }
    this.redraw();
  }

  draw() {
    const request = this.#request === null ? null : this.model.cases.get(this.#request);
    if (!request) {
      fill(this, this.#free.length ? this.#times() : face("empty", t("panel.chosen.nothing")));
      return;
    }
    const bookings = this.model.ofCase(request.id).map(asBooking);
    const whole = bookings.length === request.visits.length;
    const kept = whole ? null : h("section", null, this.#unbooked(request));
    fill(
      this,
      chainHead(this.model, request),
      this.fault && faultFace(this.fault),
      chainList(this, request, this.#visit),
      this.#actions(request, bookings),
      kept,
      whole && whyHere(costLines(this.model, request, bookings)),
      whole && this.#others(request, bookings),
      this.#form(request),
      this.#free.length > 0 && this.#times(),
    );
  }

  /** @param {any} request @param {Booking[]} bookings */
  #actions(request, bookings) {
    const placed = this.model.ofCase(request.id);
    const open = placed.filter((one) => !one.locked);
    const chosen = bookings.find((one) => one.visit === this.#visit);
    const lockAll = placed.length > 1 && open.length > 0;
    const lock = () => this.change(open.map((one) => ({ kind: "set_booking", visit: one.visit, locked: true })));
    const unlock = () => this.change(placed.map((one) => ({ kind: "set_booking", visit: one.visit, locked: false })));
    return h(
      "div",
      { class: "actions" },
      lockAll && button(t("panel.lock.all"), lock, { key: "lock all" }),
      placed.length > 1 && !open.length && button(t("panel.lock.none"), unlock, { key: "unlock all" }),
      bookings.length > 0 && button(t("panel.off.times"), () => this.#release(bookings), { key: "release" }),
      button(t("panel.off.request"), () => this.#drop(request, bookings), { key: "drop", class: "danger" }),
      chosen && absenceButton(this, chosen),
    );
  }

  /** The times become free, and the request waits. @param {Booking[]} bookings */
  async #release(bookings) {
    if (!(await this.change(bookings.map((one) => taking(one.visit))))) return;
    this.#freed(bookings);
  }

  /** The patient wants nothing of it any more. @param {any} request @param {Booking[]} bookings */
  async #drop(request, bookings) {
    if (!(await this.change([{ kind: "drop_request", request: request.id }]))) return;
    this.#request = this.#visit = null;
    this.pick(null);
    this.#freed(bookings);
  }

  /** @param {Booking[]} bookings */
  #freed(bookings) {
    const times = bookings.map(({ practitioner, unit, start, end }) => ({ practitioner, unit, start, end }));
    this.#show(times, bookings[0]?.request);
    this.redraw();
  }

  /** @param {any} request */
  #unbooked(request) {
    const known = this.#known;
    if (this.model.aside) return [];
    if (known?.fault) return faultFace(known.fault, () => this.#again());
    if (!known) return face("loading", t("panel.why.looking"));
    return roomOrWhy(this, { request: request.id, ...known });
  }

  /** @param {any} request @param {Booking[]} bookings */
  #others(request, bookings) {
    const known = this.#known;
    if (this.model.aside) return null;
    const cost = costLines(this.model, request, bookings).reduce((before, one) => before + one.cost, 0);
    const own = { cost, bookings, moved: this.model.request.settings?.weights?.moved ?? WEIGHTS.moved };
    const others = (known?.offers ?? []).filter((/** @type {any} */ one) => movedVisits(one.bookings, bookings) > 0);
    return h(
      "section",
      null,
      h("h4", null, t("panel.others")),
      known?.fault
        ? faultFace(known.fault, () => this.#again())
        : !known
          ? face("loading", t("panel.others.looking"))
          : [
              others.length ? offerList(this, others, { own }) : h("p", { class: "quiet" }, t("panel.others.none")),
              known.moves !== MOVES &&
                button(t("panel.others.moves"), () => this.#withMoves(), { class: "link", key: "with moves" }),
            ],
    );
  }

  /** Also the places from which others would move. */
  async #withMoves() {
    const request = this.#request;
    const { board } = this;
    if (!board || request === null) return;
    const offers = await this.doing(() => offersFor(board, request, 5, MOVES));
    if (!offers || request !== this.#request) return;
    this.#known = { offers, moves: MOVES };
    this.say(t("panel.others.found", { n: offers.length }));
    this.redraw();
  }

  /** @param {any} request */
  #form(request) {
    /** @type {any} */ (this.#move).visit = this.#visit ?? request.visits[0].id;
    return this.#moving;
  }

  /** @param {Time[]} times @param {string} [except] the request that left them */
  #show(times, except = "") {
    const { board } = this;
    this.#free = times.map((time) => Object.assign(document.createElement("dag-free"), { board, except, time }));
  }

  #times() {
    return h("section", { class: "freed" }, this.#free);
  }

  #again() {
    this.#known = null;
    this.#look();
    this.redraw();
  }
}

customElements.define("dag-panel", ChosenPanel);
