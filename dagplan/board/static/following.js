// @ts-check
/** A plan in the making is followed: how it stands, its bookings now and then, and the clock. */

/** @typedef {import("./board.js").Board} Board */

/** The plan itself is fetched no more often: a large one is large. */
const GROWS_MS = 700;
const TICK_MS = 250;

/**
 * @param {Board} board
 * @param {string} job
 * @param {object} heard
 * @param {(state: any, over: boolean) => void} heard.told how it stands, whenever that changes
 * @param {(bookings: any[]) => void} heard.grown the best bookings so far
 * @param {() => void} heard.tick a quarter of a second has gone
 * @returns {() => void} ends it: nothing is heard after that
 */
export function followed(board, job, { told, grown, tick }) {
  let ended = false;
  let last = 0;
  const grow = async () => {
    const now = performance.now();
    if (now - last < GROWS_MS) return;
    last = now;
    try {
      const { plan } = await board.api.get(`/plans/${encodeURIComponent(job)}`);
      if (plan && !ended) grown(plan.bookings);
    } catch {
      // The next one may come.
    }
  };
  const end = board.followPlan(job, (state, over) => {
    if (ended) return;
    told(state, over);
    if (state.figures && !over) grow();
  });
  const clock = setInterval(tick, TICK_MS);
  return () => {
    ended = true;
    end();
    clearInterval(clock);
  };
}
