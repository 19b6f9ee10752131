// @ts-check
/** Between the timeline and the board: where something may be, what would be there, and putting it there. */

import { t } from "./words.js";

/** @typedef {import("./board.js").Board} Board */
/** @typedef {{visit: string, practitioner: string, unit: string, start: string, whole: boolean}} Where */

/**
 * Answer what the timeline asks.
 * @param {any} timeline
 * @param {Board} board
 * @param {(text: string) => void} say
 */
export function followCarrying(timeline, board, say) {
  timeline.addEventListener("askallowed", async (/** @type {CustomEvent<{of: string, whole: boolean}>} */ event) => {
    const { of, whole } = event.detail;
    const allowed = await board.allowed(whole ? (board.model.visits.get(of)?.case.id ?? of) : of);
    if (allowed) timeline.lit = allowed.places;
  });
  timeline.addEventListener("askplacing", async (/** @type {CustomEvent<Where>} */ event) => {
    const placing = await board.placing(event.detail);
    if (!placing) return;
    timeline.ghosts = placing.offer ? placing.offer.bookings : null;
    timeline.verdict?.(placing, event.detail);
  });
  timeline.addEventListener("drop", async (/** @type {CustomEvent<Where>} */ event) => {
    const where = event.detail;
    if (!where?.visit) return; // a file, dropped on the page
    const placing = await board.placing(where);
    if (!placing) return;
    timeline.ghosts = null;
    if (placing.offer) await board.takeOffer(placing.offer);
    else say(t("forbidden", { why: placing.violations.map((/** @type {any} */ one) => one.message) }));
  });
}
