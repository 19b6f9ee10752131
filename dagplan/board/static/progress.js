// @ts-check
/** How a plan gets better: its cost falls, its bound rises, and between them is what may still be missing. */

import { drawn } from "./dom.js";
import { number, t } from "./words.js";

/** @typedef {{seconds: number, cost: number, lower_bound: number}} Point */

const WIDTH = 300;
const HEIGHT = 84;
const LEFT = 4;
const BOTTOM = 4;

/**
 * A small chart of cost and bound over time.
 *
 * @param {Point[]} points in the order of time
 * @param {number} seconds that the whole may take
 * @param {number} elapsed seconds so far
 */
export function chart(points, seconds, elapsed) {
  const [least, most] = range(points);
  const x = (/** @type {number} */ at) => LEFT + ((WIDTH - 2 * LEFT) * Math.min(at, seconds)) / seconds;
  const y = (/** @type {number} */ value) =>
    HEIGHT - BOTTOM - ((HEIGHT - 2 * BOTTOM) * (value - least)) / Math.max(1, most - least);
  const last = points.at(-1);
  const now = Math.max(elapsed, last?.seconds ?? 0);
  const until = `H${x(now).toFixed(1)}`;
  const words = last
    ? t("panel.chart", { cost: number(last.cost), bound: number(last.lower_bound) })
    : t("panel.plan.begins");
  return drawn(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "chart", role: "img", "aria-label": words },
    drawn("rect", { x: 0.5, y: 0.5, width: WIDTH - 1, height: HEIGHT - 1, class: "chart__frame" }),
    last ? drawn("path", { d: steps(points, "lower_bound", x, y) + until, class: "chart__bound" }) : null,
    last ? drawn("path", { d: steps(points, "cost", x, y) + until, class: "chart__cost" }) : null,
    last ? drawn("circle", { cx: x(now), cy: y(last.cost), r: 3, class: "chart__now" }) : null,
  );
}

/** A line that stays until it changes. @param {Point[]} points @param {"cost" | "lower_bound"} name
 * @param {(at: number) => number} x @param {(value: number) => number} y */
function steps(points, name, x, y) {
  let path = "";
  for (const one of points) {
    const [across, down] = [x(one.seconds).toFixed(1), y(one[name]).toFixed(1)];
    path += path ? `H${across}V${down}` : `M${across} ${down}`;
  }
  return path;
}

/** What the chart shows, from the least to the most: a cost far above all others would flatten the rest. @param {Point[]} points */
function range(points) {
  if (!points.length) return [0, 1];
  const costs = points.map((one) => one.cost);
  const bounds = points.map((one) => one.lower_bound);
  return [Math.min(...bounds, ...costs), Math.max(...costs, ...bounds)];
}
