// @ts-check
/** The timeline of a board: rows of people, patients or equipment on one axis of time, of which only what is in sight is drawn. */

import { Axis, Strip } from "./axis.js";
import { Drag } from "./drag.js";
import { element, Painter } from "./draw.js";
import { Focus } from "./focus.js";
import { Keys } from "./keys.js";
import { Layers } from "./layers.js";
import { Move, same } from "./move.js";
import { FIRST_VIEW } from "./rows.js";
import { Stage } from "./stage.js";
import { beside, Tip } from "./tip.js";
import { t } from "./words.js";

/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("./rows.js").View} View */
/** @typedef {import("./places.js").Allowed} Allowed */
/** @typedef {import("./layers.js").Ghost} Ghost */
/** @typedef {import("./places.js").Spot} Spot */

/** Milliseconds that a place is waited for after a drop, and that a refusal can be read. */
const PATIENCE = 4000;

/**
 * `<dag-timeline>`. Set `.model`; the rest follows from `.view` and from what the page's other parts set.
 *
 * Its events bubble: `pick` {visit}, `pickfree` {practitioner, unit, start, end}, `askallowed` {of, whole}, answered by
 * setting `.lit`; `askplacing` {visit, practitioner, unit, start, whole}, answered by `verdict`; `drop` with the same
 * fields; `viewchange` {view}; `say` {key, values}, of what happened, for those who don't see it.
 */
export class Timeline extends HTMLElement {
  /** @type {Model|null} */ #model = null;
  /** @type {View} */ #view = { ...FIRST_VIEW };
  /** @type {Allowed|null} */ #lit = null;
  /** @type {Ghost[]} */ #ghosts = [];
  /** @type {Ghost[]} */ #ghostsBefore = [];
  /** @type {Map<string, string>} */ #marks = new Map();
  /** @type {string|null} */ #selected = null;
  #whole = false;
  #frame = 0;
  /** Whether the next frame draws rows too. */ #all = false;
  #ends = new AbortController();
  /** @type {Move|null} The visit that is on its way. */ move = null;
  /** @type {Move|null} One that was dropped, until the plan says so. */ settling = null;
  /** @type {ReturnType<typeof setTimeout>|undefined} */ #patience = undefined;

  constructor() {
    super();
    // An element that is being made may have no children yet: they are put in when it comes onto the page.
    this.root = element("tl-root");
    this.stage = new Stage(this);
    this.strip = new Strip(this);
    this.scroller = element("tl-scroll", "", this.root);
    this.grid = element("tl-grid", "grid", this.scroller);
    this.axis = new Axis(this.grid);
    this.body = element("tl-body", "rowgroup", this.grid);
    this.painter = new Painter(this.body);
    this.layers = new Layers(this.grid);
    this.empty = element("tl-empty", "", this.root);
    this.bubble = element("tl-bubble", "", this.root);
    this.bubble.setAttribute("aria-hidden", "true");
    this.bubble.hidden = true;
    this.help = element("tl-help", "", this.root);
    this.help.id = "tl-help";
    this.grid.setAttribute("aria-describedby", this.help.id);
    this.tip = new Tip(this);
    this.focusing = new Focus(this);
    this.drag = new Drag(this);
    this.keys = new Keys(this);
    /** Of the scroller, without its bars: measured when it changes, since to ask makes the browser lay out. */
    this.size = { width: 0, height: 0 };
    this.sizes = new ResizeObserver(() => this.#measure());
    this.scroller.addEventListener("scroll", () => this.stage.scrolled(), { passive: true });
    this.scroller.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
  }

  connectedCallback() {
    this.append(this.root);
    this.sizes.observe(this.scroller);
    this.sizes.observe(this.grid);
    this.#measure();
  }

  #measure() {
    const { clientWidth: width, clientHeight: height } = this.scroller;
    if (width === this.size.width && height === this.size.height) return;
    this.size = { width, height };
    this.invalidate();
  }

  disconnectedCallback() {
    this.sizes.disconnect();
  }

  /** @returns {Model} */
  get model() {
    return /** @type {Model} */ (this.#model);
  }

  /** @param {Model|null} model */
  set model(model) {
    this.#ends.abort();
    this.#ends = new AbortController();
    this.cancel();
    this.#model = model;
    this.stage.forget();
    const { signal } = this.#ends;
    model?.addEventListener("change", (event) => this.#changed(/** @type {CustomEvent} */ (event).detail), {
      signal,
    });
    this.invalidate();
  }

  /** @returns {View} */
  get view() {
    return this.#view;
  }

  /** What is left out keeps its value. @param {Partial<View>} view */
  set view(view) {
    this.#view = { ...this.#view, ...view };
    this.invalidate();
  }

  /** Another view, from within: the page is told. @param {Partial<View>} part */
  change(part) {
    this.view = part;
    this.emit("viewchange", { view: this.#view });
    this.draw();
  }

  /** @returns {Allowed|null} */
  get lit() {
    return this.#lit;
  }

  /** What the API answered, or its `places` alone. @param {Allowed|Allowed["places"]|null} given */
  set lit(given) {
    const lit = Array.isArray(given) ? { of: this.move?.of ?? "", places: given, grid: this.step } : given;
    this.#lit = lit;
    const waited = !!this.move && !this.move.places;
    if (lit) this.move?.light(lit);
    if (waited && this.move?.places && !this.drag.active) {
      const n = this.move.places.count;
      this.say(n ? "timeline.say_places" : "timeline.say_nowhere", n ? { n } : {});
    }
    this.#repaint();
  }

  /** @returns {Ghost[]} */
  get ghosts() {
    return this.#ghosts;
  }

  /** Bookings that are not: offers, or before and after. @param {Ghost[]|null} ghosts */
  set ghosts(ghosts) {
    this.#ghosts = ghosts ?? [];
    if (this.#view.rows === "patients") this.invalidate();
    else this.#repaint();
  }

  /** @returns {Map<string, string>} */
  get marks() {
    return this.#marks;
  }

  /** @param {Map<string, string>|null} marks */
  set marks(marks) {
    this.#marks = marks ?? new Map();
    this.stage.generation += 1;
    this.invalidate();
  }

  /** @returns {string|null} */
  get selected() {
    return this.#selected;
  }

  set selected(visit) {
    this.#selected = visit ?? null;
    this.invalidate();
  }

  /** Whether chains move as a whole. */
  get wholeChain() {
    return this.#whole;
  }

  set wholeChain(whole) {
    this.#whole = !!whole;
    this.invalidate();
  }

  /** @param {boolean} whole */
  carryChains(whole) {
    this.wholeChain = whole;
    this.say(whole ? "timeline.say_whole" : "timeline.say_single");
  }

  /** Minutes between starts. */
  get step() {
    return Number(this.model?.request?.settings?.grid ?? 5);
  }

  /** @param {string} name @param {any} detail */
  emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }

  /** @param {string} key @param {Record<string, any>} [values] */
  say(key, values = {}) {
    if (key) this.emit("say", { key, values });
  }

  /** A visit was chosen, or none. @param {string|null} visit */
  choose(visit) {
    this.selected = visit;
    this.emit("pick", { visit });
  }

  /**
   * Take a visit up, to be carried by keys or by the pointer. A locked one stands.
   * @param {string} visit @param {{whole?: boolean, quiet?: boolean}} [how] @returns {boolean}
   */
  pickUp(visit, { whole = this.#whole, quiet = false } = {}) {
    const placed = this.model?.placed.get(visit);
    if (!placed || this.move) return false;
    const held = whole ? this.model.ofCase(placed.request).find((one) => one.locked) : placed.locked && placed;
    if (held) {
      this.say(held === placed ? "timeline.say_locked" : "timeline.say_chain_locked", { visit: held.visit });
      this.hint(
        t(held === placed ? "timeline.say_locked" : "timeline.say_chain_locked", { visit: held.visit }),
        visit,
      );
      return false;
    }
    this.settling = null;
    this.tip.hide();
    this.#ghostsBefore = this.#ghosts;
    this.move = new Move(this, placed, whole);
    this.move.spot = this.move.home;
    this.move.status = "allowed";
    this.toggleAttribute("moving", true);
    if (!quiet)
      this.say(this.move.whole ? "timeline.say_chain_lifted" : "timeline.say_lifted", { visit: placed.patient });
    this.move.ask();
    this.invalidate();
    return true;
  }

  /** What the service says of the place that was asked about. @param {import("./move.js").Placing} placing @param {{start: string}} [asked] */
  verdict(placing, asked) {
    this.move?.verdict(placing, asked);
  }

  /** The move has gone a step. */
  moved() {
    this.#ghosts = this.move?.status === "allowed" ? this.#ghosts : [];
    this.#repaint();
  }

  /** Put down what is carried, where that is allowed. @param {boolean} final Whether a refusal ends it. */
  letGo(final) {
    const { move } = this;
    if (!move) return;
    clearTimeout(this.#patience);
    if (!move.spot || same(move.spot, move.home)) return this.cancel();
    if (move.status === "allowed") {
      const detail = move.detail(move.spot);
      this.settling = move;
      this.say("timeline.say_dropped", { visit: move.placed.patient, place: move.place });
      this.#end();
      this.emit("drop", detail);
      this.#patience = setTimeout(() => this.#settled(), PATIENCE);
    } else if (move.known) {
      this.say("timeline.say_refused", { reason: move.reason });
      this.hint(move.reason);
      if (final) this.cancel(false);
    } else {
      move.pending = () => this.letGo(final);
      this.#patience = setTimeout(() => {
        move.told = move.key;
        move.pending = null;
        if (this.move === move) this.letGo(final);
      }, PATIENCE);
    }
  }

  /** Nothing is carried any more, and nothing has changed. @param {boolean} [told] */
  cancel(told = true) {
    if (!this.move) return;
    if (told) this.say("timeline.say_cancelled");
    this.#end();
  }

  #end() {
    this.move?.end();
    this.move = null;
    clearTimeout(this.#patience);
    this.drag.active = false;
    this.#lit = null;
    this.#ghosts = this.#ghostsBefore;
    this.toggleAttribute("moving", false);
    this.focusing.wanted = true;
    this.invalidate();
  }

  #settled() {
    this.settling = null;
    this.invalidate();
  }

  /** Words beside what is carried, or beside a visit, for as long as they can be read. @param {string} words @param {string} [visit] */
  hint(words, visit) {
    const row = visit && visit === this.focusing.at.visit ? this.focusing.at.row : "";
    const box = row ? this.painter.found(row, visit ?? null)?.getBoundingClientRect() : null;
    this.bubble.className = "tl-bubble is-forbidden";
    this.bubble.textContent = words;
    this.bubble.hidden = false;
    if (box) beside(this.bubble, box);
    clearTimeout(this.hinting);
    this.hinting = setTimeout(() => {
      this.hinting = undefined;
      if (!this.move) this.bubble.hidden = true;
    }, PATIENCE);
  }
  /** @type {ReturnType<typeof setTimeout>|undefined} */ hinting = undefined;

  /** @param {{visits: Set<string>|null, hours?: boolean}} what */
  #changed({ visits, hours }) {
    if (visits?.size === 0) return;
    this.stage.forget(visits !== null && !hours);
    this.settling = null;
    const { move } = this;
    if (move) {
      const now = this.model.placed.get(move.placed.visit);
      if (!now || now.locked || !same(move.home, { ...now, start: now.from })) this.cancel();
      else move.ask();
    }
    this.invalidate();
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    if (!event.ctrlKey) return;
    event.preventDefault();
    this.stage.zoomAt(Math.exp(-event.deltaY / 400), event.clientX);
  }

  /** Closer or wider, about the middle. @param {number} factor */
  zoomBy(factor) {
    this.stage.zoomAt(factor);
  }

  /** Draw with the next frame. */
  invalidate() {
    this.#all = true;
    this.#repaint();
  }

  /** Draw with the next frame what is over the rows: ghosts, lit places, what is carried. */
  #repaint() {
    if (this.#frame || !this.isConnected) return;
    this.#frame = requestAnimationFrame(() => {
      if (this.#all) return this.draw();
      this.#frame = 0;
      this.stage.over();
    });
  }

  /** Draw now. */
  draw() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#all = false;
    if (this.#model && this.isConnected) this.stage.draw();
  }
}

customElements.define("dag-timeline", Timeline);
