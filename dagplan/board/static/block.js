// @ts-check
/** What a visit's block says, as far as there is room, and how a row is shaded. */

import { shadesOf } from "./rows.js";
import { clockOf } from "./times.js";

/** @typedef {import("./draw.js").Box} Box */
/** @typedef {import("./draw.js").Scene} Scene */
/** @typedef {import("./model.js").Placed} Placed */
/** @typedef {import("./rows.js").Row} Row */

/**
 * What there is room for in a block: never a piece of an id that could be taken for another. Where it is too narrow for
 * an id and a time the id stands upright, and where it is too low for that too there is none.
 * @param {Scene} scene @param {Row} row @param {Placed} one @param {Box} box
 */
export function textOf({ model, cut, marks }, row, one, { width, height }) {
  const time = clockOf(one.from);
  const primary = one.role === "primary" && one.size > 1;
  const sign = one.locked || marks.has(one.visit) ? 12 : 0;
  if (row.kind === "patient") {
    if (width < 46) return { main: "", sub: "", upright: false };
    return { main: one.competence, sub: width < 84 ? time : model.title(one.practitioner), upright: false };
  }
  const short = one.patient.slice(cut);
  const letter = primary ? 6.6 : 6.2;
  const upright = width < Math.max(short.length * letter, 27) + (primary ? 9 : 6) + sign;
  if (upright) {
    const fits = width >= (primary ? 18 : 13) && short.length * letter <= height - 2 - (width < 27 ? sign : 0);
    return { main: fits ? short : "", sub: "", upright };
  }
  if (width >= 110) return { main: one.patient, sub: `${time} ${one.competence}`, upright };
  return { main: short, sub: width >= 84 ? one.competence : time, upright };
}

/** When a row is open and taken, and where the hours are, as one background. @param {Scene} scene @param {Row} row */
export function background({ model, scale }, row) {
  /** @type {string[]} */ const images = [];
  /** @type {string[]} */ const positions = [];
  /** @type {string[]} */ const sizes = [];
  const add = (/** @type {string} */ image, /** @type {number} */ x, /** @type {number} */ width) => {
    images.push(image);
    positions.push(`${x}px 0`);
    sizes.push(`${width}px 100%`);
  };
  const line = "var(--tl-line)";
  for (const date of scale.dates) {
    for (const at of scale.ticks) add(line, Math.round(scale.x(date, at)), 1);
    const { open, taken } = shadesOf(model, row, date);
    for (const [image, spans] of /** @type {[string, typeof open][]} */ ([
      ["var(--tl-taken)", taken],
      ["var(--tl-free)", open],
    ])) {
      for (const { from, to } of spans) {
        const [first, last] = [Math.max(from, scale.from), Math.min(to, scale.to)];
        if (first < last) add(image, scale.x(date, first), (last - first) * scale.zoom);
      }
    }
  }
  return { images, positions, sizes };
}
