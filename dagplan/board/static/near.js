// @ts-check
/**
 * The visit under a pointer, or so little beside a narrow one that it was meant: a short visit is a few pixels wide where all of
 * a day is in sight, and nobody has to hit it by the pixel. Nothing is drawn for it.
 */

/** Pixels across which a target is to be hit (WCAG 2.2, 2.5.8); what a narrow visit lacks of them lies beside it. */
const TARGET = 24;

/**
 * @param {MouseEvent} event
 * @returns {HTMLElement | null} The cell of a visit.
 */
export function cellAt(event) {
  const target = event.target instanceof Element ? event.target : null;
  const hit = target?.closest(".tl-visit");
  if (hit instanceof HTMLElement) return hit;
  const row = target?.closest(".tl-track")?.parentElement;
  if (!row) return null;
  const { left, top } = row.getBoundingClientRect();
  const [x, y] = [event.clientX - left, event.clientY - top];
  let found = null;
  let nearest = Number.POSITIVE_INFINITY;
  for (const cell of row.querySelectorAll(".tl-visit:not([hidden])")) {
    if (!(cell instanceof HTMLElement)) continue;
    const [from, width, above, height] = ["left", "width", "top", "height"].map((one) =>
      Number.parseFloat(cell.style.getPropertyValue(one)),
    );
    const beside = Math.max(from - x, x - from - width);
    if (y < above || y > above + height || beside > (TARGET - width) / 2 || beside >= nearest) continue;
    found = cell;
    nearest = beside;
  }
  return found;
}
