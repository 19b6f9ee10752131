// @ts-check
/** The timeline on paper: every row, and all of the view's time within the width of a page (A4, landscape). */

/** @typedef {import("./timeline.js").Timeline} Timeline */

/** What a page has room for, in pixels of CSS: rows become lower to fit, and the rest goes on over the page. */
const PAGE = { width: 1020, height: 640 };

/** Has a timeline drawn for the printer as long as it prints. @param {Timeline} timeline @param {AbortSignal} signal */
export function onPaper(timeline, signal) {
  let zoom = 0;
  window.addEventListener(
    "beforeprint",
    () => {
      if (timeline.paper) return;
      zoom = timeline.view.zoom;
      timeline.paper = true;
      timeline.size = { ...PAGE };
      timeline.view = { zoom: 0 };
      timeline.draw();
    },
    { signal },
  );
  window.addEventListener(
    "afterprint",
    () => {
      timeline.paper = false;
      timeline.view = { zoom };
      timeline.measure();
      timeline.draw();
    },
    { signal },
  );
}
