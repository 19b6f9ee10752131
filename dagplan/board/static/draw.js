// @ts-check
/** Rows and visits as elements of the page: only those in sight, and the same elements again and again. */

import { background, textOf } from "./block.js";
import { sentenceOf } from "./label.js";
import { inOrder } from "./order.js";
import { lanesOf, visitsIn } from "./rows.js";

/** @typedef {import("./model.js").Placed} Placed */
/** @typedef {import("./rows.js").Row} Row */
/** @typedef {import("./scale.js").Scale} Scale */
/** @typedef {{el: HTMLElement, main: HTMLElement, sub: HTMLElement, said: Record<string, string>}} Cell */
/** @typedef {{el: HTMLElement, name: HTMLElement, title: HTMLElement, note: HTMLElement, track: HTMLElement,
 *   cells: Map<string, Cell>, spare: Cell[], said: Record<string, string>, stamp: string,
 *   drawn: {placed: Placed, box: Box}[]}} Strip A row on the page; `drawn`: its linked visits. */
/** @typedef {{x: number, y: number, width: number, height: number}} Box In pixels of the whole timeline. */
/**
 * @typedef {object} Scene What there is to draw.
 * @property {string} stamp Another where anything but the focus and what is in sight is another.
 * @property {import("./model.js").Model} model
 * @property {Scale} scale
 * @property {Row[]} rows
 * @property {number} names Width of the names.
 * @property {number} axis Height of the axis.
 * @property {((one: Placed) => boolean)|null} wanted
 * @property {(one: Placed) => string} tone The class of a visit's colour.
 * @property {number} cut How much of a patient's id is left out where there is little room.
 * @property {Map<string, string>} marks
 * @property {string|null} selected
 * @property {string|null} chain The request whose visits stand out.
 * @property {string|null} lifted The visit that is being moved.
 * @property {{row: string, visit: string|null}} focus
 */
/** @typedef {{first: number, last: number, pinned: number, from: number, to: number}} Window Rows, and pixels of time. */

/** @param {string} name @param {string} [role] @param {HTMLElement} [parent] */
export function element(name, role, parent) {
  const made = document.createElement("div");
  made.className = name;
  if (role) made.setAttribute("role", role);
  parent?.append(made);
  return made;
}

export class Painter {
  /** @param {HTMLElement} body Where rows stand. */
  constructor(body) {
    this.body = body;
    /** @type {Map<string, Strip>} */ this.strips = new Map();
    /** @type {Strip[]} */ this.spare = [];
    /** @type {Map<string, {placed: Placed, box: Box}[]>} What is drawn of each request. */ this.drawn = new Map();
    /** @type {WeakMap<Placed, string>} */ this.sentences = new WeakMap();
  }

  /** @param {Scene} scene @param {Window} window */
  draw(scene, window) {
    const shown = new Map();
    for (let at = window.first; at <= window.last; at += 1) shown.set(scene.rows[at].key, at);
    if (window.pinned >= 0) shown.set(scene.rows[window.pinned].key, window.pinned);
    for (const [key, strip] of this.strips) {
      if (shown.has(key)) continue;
      this.strips.delete(key);
      this.spare.push(strip);
      strip.el.hidden = true;
    }
    for (const [key, at] of shown) {
      let strip = this.strips.get(key);
      if (!strip) {
        strip = this.spare.pop() ?? this.#strip();
        strip.el.hidden = false;
        this.strips.set(key, strip);
      }
      const { row, visit } = scene.focus;
      const stamp = `${scene.stamp} ${at} ${window.from} ${window.to} ${row === key ? visit : "-"}`;
      if (strip.stamp === `${key} ${stamp}`) continue;
      strip.stamp = `${key} ${stamp}`;
      this.#row(strip, scene, window, at);
    }
    const order = [...shown].sort(([, one], [, other]) => one - other);
    inOrder(
      this.body,
      order.map(([key]) => /** @type {Strip} */ (this.strips.get(key)).el),
    );
    this.#gather();
  }

  /** What is drawn of each request. */
  #gather() {
    this.drawn.clear();
    for (const { drawn } of this.strips.values()) {
      for (const one of drawn) {
        const same = this.drawn.get(one.placed.request);
        if (same) same.push(one);
        else this.drawn.set(one.placed.request, [one]);
      }
    }
  }

  /** The element of a visit, or of a row's name where no visit is given. @param {string} row @param {string|null} visit */
  found(row, visit) {
    const strip = this.strips.get(row);
    return visit === null ? strip?.name : strip?.cells.get(visit)?.el;
  }

  /** @returns {Strip} */
  #strip() {
    const el = element("tl-row", "row", this.body);
    const name = element("tl-name", "rowheader", el);
    const title = element("tl-title", "", name);
    const note = element("tl-note", "", name);
    const track = element("tl-track", "", el);
    name.tabIndex = -1;
    return { el, name, title, note, track, cells: new Map(), spare: [], said: {}, stamp: "", drawn: [] };
  }

  /** @param {Strip} strip @param {Scene} scene @param {Window} window @param {number} at */
  #row(strip, scene, window, at) {
    const { scale, names } = scene;
    const row = scene.rows[at];
    put(strip, "top", `${row.top}px`, (to) => (strip.el.style.top = to));
    put(strip, "height", `${row.height}px`, (to) => (strip.el.style.height = to));
    put(strip, "index", String(at + 2), (to) => strip.el.setAttribute("aria-rowindex", to));
    put(strip, "kind", `tl-row tl-${row.kind}`, (to) => (strip.el.className = to));
    put(strip, "title", row.title, (to) => (strip.title.textContent = to));
    put(strip, "note", row.note, (to) => (strip.note.textContent = to));
    put(strip, "key", row.key, (to) => (strip.name.dataset.row = to));
    const focused = scene.focus.row === row.key;
    put(strip, "tab", focused && scene.focus.visit === null ? "0" : "-1", (to) => (strip.name.tabIndex = Number(to)));
    put(strip, "left", `${names}px`, (to) => (strip.track.style.left = to));
    put(strip, "width", `${scale.width}px`, (to) => (strip.track.style.width = to));
    const shade = row.kind === "group" ? null : background(scene, row);
    put(strip, "shade", shade?.images.join() ?? "", (to) => (strip.track.style.backgroundImage = to));
    put(strip, "shadeAt", shade?.positions.join() ?? "", (to) => (strip.track.style.backgroundPosition = to));
    put(strip, "shadeSize", shade?.sizes.join() ?? "", (to) => (strip.track.style.backgroundSize = to));
    this.#visits(strip, scene, window, row, focused ? scene.focus.visit : null);
  }

  /** @param {Strip} strip @param {Scene} scene @param {Window} window @param {Row} row @param {string|null} kept */
  #visits(strip, scene, window, row, kept) {
    const { scale } = scene;
    /** @type {[Placed, Box][]} */
    const wanted = [];
    for (const date of scale.dates) {
      const start = scale.start(date);
      const seen = start <= window.to && start + scale.dayWidth >= window.from;
      if (!seen && !kept) continue;
      const visits = visitsIn(scene.model, row, date);
      const lanes = lanesOf(visits);
      for (const one of visits) {
        const x = scale.x(date, one.from);
        const width = Math.max(3, (one.to - one.from) * scale.zoom - 1);
        if ((x > window.to || x + width < window.from) && one.visit !== kept) continue;
        const { lane, lanes: of } = lanes?.get(one.visit) ?? { lane: 0, lanes: 1 };
        const height = (row.height - 5) / of;
        wanted.push([
          one,
          { x: scene.names + x, y: row.top + 2 + lane * height, width, height: height - (of > 1 ? 1 : 0) },
        ]);
      }
    }
    const now = new Set(wanted.map(([one]) => one.visit));
    for (const [visit, cell] of strip.cells) {
      if (now.has(visit)) continue;
      strip.cells.delete(visit);
      strip.spare.push(cell);
    }
    strip.drawn = [];
    for (const [one, box] of wanted) {
      let cell = strip.cells.get(one.visit);
      if (!cell) {
        cell = strip.spare.shift() ?? newCell(strip.el);
        strip.cells.set(one.visit, cell);
      }
      this.#visit(cell, scene, row, one, box, one.visit === kept);
      if (one.size > 1) strip.drawn.push({ placed: one, box });
    }
    for (const cell of strip.spare) {
      put(cell, "hidden", "1", () => (cell.el.hidden = true));
      put(cell, "visit", "", (to) => (cell.el.dataset.visit = to));
      put(cell, "tab", "-1", (to) => (cell.el.tabIndex = Number(to)));
    }
    inOrder(strip.el, [
      strip.name,
      strip.track,
      ...wanted.map(([one]) => /** @type {Cell} */ (strip.cells.get(one.visit)).el),
    ]);
  }

  /** @param {Cell} cell @param {Scene} scene @param {Row} row @param {Placed} one @param {Box} box @param {boolean} focused */
  #visit(cell, scene, row, one, box, focused) {
    const mark = scene.marks.get(one.visit) ?? "";
    put(cell, "hidden", "", () => (cell.el.hidden = false));
    put(cell, "left", `${box.x}px`, (to) => (cell.el.style.left = to));
    put(cell, "top", `${box.y - row.top}px`, (to) => (cell.el.style.top = to));
    put(cell, "width", `${box.width}px`, (to) => (cell.el.style.width = to));
    put(cell, "height", `${box.height}px`, (to) => (cell.el.style.height = to));
    let name = `tl-visit ${scene.tone(one)}`;
    if (one.role === "primary" && one.size > 1) name += " is-primary";
    if (one.size > 1) name += " is-linked";
    if (one.locked) name += " is-locked";
    if (mark) name += ` is-marked is-${mark}`;
    if (scene.wanted && !scene.wanted(one)) name += " is-dim";
    if (scene.chain === one.request) name += " is-chain";
    if (scene.selected === one.visit) name += " is-selected";
    if (scene.lifted === one.visit) name += " is-lifted";
    if (box.height >= 30) name += " is-tall";
    const { main, sub, upright } = textOf(scene, row, one, box);
    if (upright) name += " is-upright";
    else if (box.width < 52) name += " is-narrow";
    if (!main) name += " is-bare";
    if (box.width < 14) name += " is-thin";
    put(cell, "class", name, (to) => (cell.el.className = to));
    put(cell, "visit", one.visit, (to) => (cell.el.dataset.visit = to));
    put(cell, "tab", focused ? "0" : "-1", (to) => (cell.el.tabIndex = Number(to)));
    put(cell, "selected", String(scene.selected === one.visit), (to) => cell.el.setAttribute("aria-selected", to));
    put(cell, "label", mark + this.#sentence(scene, one), () =>
      cell.el.setAttribute("aria-label", mark ? sentenceOf(scene.model, one, mark) : this.#sentence(scene, one)),
    );
    put(cell, "main", main, (to) => (cell.main.textContent = to));
    put(cell, "sub", sub, (to) => (cell.sub.textContent = to));
  }

  /** @param {Scene} scene @param {Placed} one */
  #sentence(scene, one) {
    let said = this.sentences.get(one);
    if (said === undefined) this.sentences.set(one, (said = sentenceOf(scene.model, one)));
    return said;
  }
}

/** @param {HTMLElement} parent @returns {Cell} */
function newCell(parent) {
  const el = element("tl-visit", "gridcell", parent);
  return { el, main: element("tl-main", "", el), sub: element("tl-sub", "", el), said: {} };
}

/**
 * Only what is another value than before is set.
 * @param {{said: Record<string, string>}} of @param {string} name @param {string} value @param {(value: string) => void} set
 */
function put(of, name, value, set) {
  if (of.said[name] === value) return;
  of.said[name] = value;
  set(value);
}
