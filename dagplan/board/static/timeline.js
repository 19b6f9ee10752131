// @ts-check
/** The timeline of a board: rows of people, patients or equipment on one axis of time, of which only what is in sight is drawn. */

import { Axis, Strip } from "./axis.js";
import { Drag } from "./drag.js";
import { element, Painter } from "./draw.js";
import { Focus } from "./focus.js";
import { Keys } from "./keys.js";
import { Lifting } from "./lifting.js";
import { Overlay } from "./overlay.js";
import { onPaper } from "./paper.js";
import { FIRST_VIEW } from "./rows.js";
import { Stage } from "./stage.js";
import { Tip } from "./tip.js";

/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("./rows.js").View} View */
/** @typedef {import("./places.js").Allowed} Allowed */
/** @typedef {import("./layers.js").Ghost} Ghost */
/** @typedef {import("./places.js").Spot} Spot */

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
  /** @type {Map<string, string>} */ #marks = new Map();
  /** @type {string|null} */ #selected = null;
  #whole = false;
  #frame = 0;
  /** Whether the next frame draws rows too. */ #all = false;
  #ends = new AbortController();
  #leaves = new AbortController();

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
    this.overlay = new Overlay(this);
    this.empty = element("tl-empty", "", this.root);
    this.bubble = element("tl-bubble", "", this.root);
    this.bubble.setAttribute("aria-hidden", "true");
    this.bubble.hidden = true;
    this.help = element("tl-help", "", this.root);
    this.help.id = "tl-help";
    this.grid.setAttribute("aria-describedby", this.help.id);
    this.tip = new Tip(this);
    this.lifting = new Lifting(this);
    this.focusing = new Focus(this);
    this.drag = new Drag(this);
    this.keys = new Keys(this);
    /** Of the scroller, without its bars: measured when it changes, since to ask makes the browser lay out. */
    this.size = { width: 0, height: 0 };
    /** Whether it is being printed. */
    this.paper = false;
    this.sizes = new ResizeObserver(() => this.measure());
    this.scroller.addEventListener("scroll", () => this.stage.scrolled(), { passive: true });
    this.scroller.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
  }

  connectedCallback() {
    this.append(this.root);
    this.#leaves = new AbortController();
    onPaper(this, this.#leaves.signal);
    this.sizes.observe(this.scroller);
    this.sizes.observe(this.grid);
    this.measure();
  }

  /** How large it is now, on the screen. */
  measure() {
    if (this.paper) return;
    const { clientWidth: width, clientHeight: height } = this.scroller;
    if (width === this.size.width && height === this.size.height) return;
    this.size = { width, height };
    this.invalidate();
  }

  disconnectedCallback() {
    this.#leaves.abort();
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
    this.lifting.cancel();
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
    if (lit) this.lifting.light(lit);
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

  /** The visit that is on its way. */
  get move() {
    return this.lifting.move;
  }

  /**
   * Take a visit up, to be carried by keys or by the pointer: as a double click and Enter do.
   * @param {string} visit @param {{whole?: boolean, quiet?: boolean}} [how] @returns {boolean} Not where it is locked.
   */
  pickUp(visit, how = {}) {
    return this.lifting.up(visit, { whole: this.#whole, ...how });
  }

  /** Nothing is carried any more, and nothing has changed. */
  cancel() {
    this.lifting.cancel();
  }

  /** What the service says of the place that was asked about. @param {import("./move.js").Placing} placing @param {{start: string}} [asked] */
  verdict(placing, asked) {
    this.move?.verdict(placing, asked);
  }

  /** What is carried has gone a step. */
  moved() {
    if (this.move?.status !== "allowed") this.#ghosts = [];
    this.#repaint();
  }

  /** @param {{visits: Set<string>|null, hours?: boolean}} what */
  #changed({ visits, hours }) {
    if (visits?.size === 0) return;
    this.stage.forget(visits !== null && !hours);
    this.lifting.changed();
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
      const { scene, window } = this.stage;
      if (scene) this.overlay.draw(scene, window);
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
