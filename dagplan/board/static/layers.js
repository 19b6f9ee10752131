// @ts-check
/** What is drawn over the rows: lines of linked visits, lit places, ghosts, and the visit that is being moved. */

import { element } from "./draw.js";
import { clockOf, dateOf, minutesOf } from "./times.js";

/** @typedef {import("./draw.js").Box} Box */
/** @typedef {import("./draw.js").Scene} Scene */
/** @typedef {import("./draw.js").Window} Window */
/** @typedef {import("./places.js").Spot} Spot */
/** @typedef {import("./model.js").Booking & {kind?: "before"|"after"|"offer", label?: string}} Ghost */

/** Lines that can still be told from one another; of more, only those of the chain that is looked at are drawn. */
const MANY = 150;
const SVG = "http://www.w3.org/2000/svg";

/** Boxes of one kind, the same elements again and again. */
class Pool {
  /** @param {HTMLElement} parent @param {string} name */
  constructor(parent, name) {
    this.parent = parent;
    this.name = name;
    /** @type {HTMLElement[]} */ this.all = [];
    this.used = 0;
  }

  start() {
    this.used = 0;
  }

  /** @param {Box} box @param {string} [also] @param {string} [text] */
  add(box, also = "", text = "") {
    const el = this.all[this.used] ?? this.all[this.all.push(element("", "", this.parent)) - 1];
    this.used += 1;
    el.hidden = false;
    el.className = `${this.name} ${also}`;
    el.style.transform = `translate(${box.x}px, ${box.y}px)`;
    el.style.width = `${box.width}px`;
    el.style.height = `${box.height}px`;
    if (el.textContent !== text) el.textContent = text;
  }

  end() {
    for (let at = this.used; at < this.all.length; at += 1) this.all[at].hidden = true;
  }
}

export class Layers {
  /** @param {HTMLElement} grid */
  constructor(grid) {
    const over = element("tl-over", "", grid);
    over.setAttribute("aria-hidden", "true");
    this.lit = new Pool(over, "tl-lit");
    this.ghosts = new Pool(over, "tl-ghost");
    this.moving = new Pool(over, "tl-moving");
    this.svg = document.createElementNS(SVG, "svg");
    this.svg.classList.add("tl-links");
    this.lines = this.svg.appendChild(document.createElementNS(SVG, "path"));
    this.chain = this.svg.appendChild(document.createElementNS(SVG, "path"));
    this.lines.setAttribute("class", "tl-link");
    this.chain.setAttribute("class", "tl-link is-chain");
    over.append(this.svg);
  }

  /**
   * The lines between the visits of each request that are drawn.
   * @param {Scene} scene
   * @param {Map<string, {placed: import("./model.js").Placed, box: Box}[]>} drawn
   * @param {(one: import("./model.js").Placed) => Box|null} boxOf Where a visit out of sight would be.
   */
  link(scene, drawn, boxOf) {
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    /** @type {Record<string, number[][]>} */
    const found = { lines: [], chain: [] };
    for (const [request, seen] of drawn) {
      const known = new Map(seen.map(({ placed, box }) => [placed.visit, box]));
      const all = scene.model.ofCase(request);
      if (scene.wanted && !all.some(scene.wanted)) continue;
      for (let at = 1; at < all.length; at += 1) {
        const [one, next] = [all[at - 1], all[at]];
        if (one.date !== next.date || !(known.has(one.visit) || known.has(next.visit))) continue;
        const [from, to] = [known.get(one.visit) ?? boxOf(one), known.get(next.visit) ?? boxOf(next)];
        if (!from || !to) continue;
        const line = [from.x + from.width, from.y + from.height / 2, to.x, to.y + to.height / 2];
        found[scene.chain === request ? "chain" : "lines"].push(line);
        [left, right] = [Math.min(left, line[0], line[2]), Math.max(right, line[0], line[2])];
        [top, bottom] = [Math.min(top, line[1], line[3]), Math.max(bottom, line[1], line[3])];
      }
    }
    if (found.lines.length > MANY) found.lines = [];
    const some = left < Infinity && found.lines.length + found.chain.length > 0;
    this.svg.style.display = some ? "" : "none";
    if (!some) return;
    const [x, y] = [Math.floor(left) - 14, Math.floor(top) - 4];
    this.svg.style.transform = `translate(${x}px, ${y}px)`;
    this.svg.setAttribute("width", String(Math.ceil(right - x) + 14));
    this.svg.setAttribute("height", String(Math.ceil(bottom - y) + 4));
    for (const name of /** @type {("lines"|"chain")[]} */ (["lines", "chain"])) {
      const path = found[name].map(([a, b, c, d]) => curve(a - x, b - y, c - x, d - y)).join("");
      if (this[name].getAttribute("d") !== path) this[name].setAttribute("d", path);
    }
  }

  /**
   * @param {Scene} scene @param {Window} window
   * @param {import("./places.js").Lit[]} places
   * @param {(place: import("./places.js").Lit) => {top: number, height: number}|null} rowOf None where it is out of sight.
   */
  light(scene, window, places, rowOf) {
    this.lit.start();
    for (const place of places) {
      const duration = scene.model.visits.get(place.visit)?.visit.duration ?? 0;
      if (!scene.scale.index.has(place.date)) continue;
      const row = rowOf(place);
      if (!row) continue;
      for (const [first, last] of place.starts) {
        const x = scene.scale.x(place.date, first);
        const width = (last - first + duration) * scene.scale.zoom;
        if (x > window.to || x + width < window.from) continue;
        this.lit.add({ x: scene.names + x, y: row.top + 1, width, height: row.height - 3 });
      }
    }
    this.lit.end();
  }

  /** @param {Scene} scene @param {Ghost[]} ghosts @param {(one: Ghost) => Box|null} boxOf */
  haunt(scene, ghosts, boxOf) {
    this.ghosts.start();
    for (const one of ghosts) {
      const box = scene.scale.index.has(dateOf(one.start)) ? boxOf(one) : null;
      if (!box) continue;
      const patient = scene.model.visits.get(one.visit)?.case.patient ?? "";
      const text = box.width < 24 ? "" : (one.label ?? patient.slice(box.width < 90 ? scene.cut : 0));
      this.ghosts.add(box, `is-${one.kind ?? "after"}`, text);
    }
    this.ghosts.end();
  }

  /** The visit that is being moved, where it would stand. @param {Box|null} box @param {string} status @param {string} text */
  move(box, status, text) {
    this.moving.start();
    if (box) this.moving.add(box, `is-${status}`, text);
    this.moving.end();
  }
}

/** Minutes of a ghost. @param {Ghost} one */
export function startOf(one) {
  return minutesOf(one.start);
}

/** @param {Spot} spot @param {number} duration */
export function spotText({ start }, duration) {
  return `${clockOf(start)}–${clockOf(start + duration)}`;
}

/** @param {number} x @param {number} y @param {number} toX @param {number} toY */
function curve(x, y, toX, toY) {
  const [a, b, c, d] = [x, y, toX, toY].map((one) => Math.round(one * 2) / 2);
  if (Math.abs(b - d) < 1) return `M${a} ${b}H${c}`;
  const bend = Math.max(6, Math.min(24, Math.abs(c - a) / 2));
  return `M${a} ${b}C${a + bend} ${b} ${c - bend} ${d} ${c} ${d}`;
}
