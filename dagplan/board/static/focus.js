// @ts-check
/** Which visit (or row) the keyboard is at: one stop in the order of Tab, that follows its visit wherever it goes. */

import { keysOf, visitsIn } from "./rows.js";

/** @typedef {import("./timeline.js").Timeline} Timeline */

export class Focus {
  /** @param {Timeline} host */
  constructor(host) {
    this.host = host;
    /** @type {{row: string, visit: string|null}} A visit, or the name of its row. */
    this.at = { row: "", visit: null };
    /** Minutes at which it was last, to keep to where the date is another. */
    this.minutes = 0;
    /** Whether the focus is in the timeline, and has to be found again after drawing. */
    this.wanted = false;
    host.body.addEventListener("focusin", (event) => this.came(event));
    host.body.addEventListener("focusout", () => {
      if (!host.stage.drawing) this.wanted = false;
    });
  }

  /** @param {FocusEvent} event */
  came({ target }) {
    this.wanted = true;
    if (!(target instanceof HTMLElement)) return;
    const row = target.closest(".tl-row")?.querySelector(".tl-name");
    const { visit } = target.dataset;
    if (!(row instanceof HTMLElement) || (visit === this.at.visit && row.dataset.row === this.at.row)) return;
    this.at = { row: row.dataset.row ?? "", visit: visit ?? null };
    this.host.invalidate();
  }

  /** Go to a visit, or to the name of a row. @param {string} row @param {string|null} visit */
  on(row, visit) {
    const { host } = this;
    const { stage } = host;
    this.at = { row, visit };
    this.wanted = true;
    const at = stage.rows[stage.indexOf(row)];
    const placed = visit === null ? null : host.model.placed.get(visit);
    if (placed) {
      const x = stage.edges.names + stage.scale.x(placed.date, placed.from);
      stage.show({ x, y: at.top, width: (placed.to - placed.from) * stage.scale.zoom, height: at.height });
    } else if (at) {
      stage.show({ x: host.scroller.scrollLeft + stage.edges.names, y: at.top, width: 0, height: at.height });
    }
    host.draw();
  }

  /** Before drawing: where it is now, if what it was at has gone or is elsewhere. */
  settle() {
    const { stage, model, view } = this.host;
    const placed = this.at.visit === null ? undefined : model.placed.get(this.at.visit);
    if (placed && stage.scale.index.has(placed.date)) {
      this.minutes = placed.from;
      const keys = keysOf(view, placed);
      const row = keys.includes(this.at.row) ? this.at.row : keys.find((key) => stage.order.has(key));
      if (row && stage.order.has(row)) {
        this.at = { row, visit: placed.visit };
        return;
      }
    }
    if (this.at.visit === null && stage.order.has(this.at.row)) return;
    const known = stage.rows[stage.indexOf(this.at.row)];
    for (const row of known ? [known] : stage.rows) {
      const visits = stage.scale.dates.flatMap((date) => visitsIn(model, row, date));
      const wanted = stage.wanted ? visits.filter(stage.wanted) : visits;
      if (!wanted.length) continue;
      const aim = this.minutes;
      const near = wanted.reduce((one, other) =>
        Math.abs(other.from - aim) < Math.abs(one.from - aim) ? other : one,
      );
      this.at = { row: row.key, visit: near.visit };
      return;
    }
    const first = known ?? stage.rows.find((row) => row.kind !== "group");
    this.at = { row: first?.key ?? "", visit: null };
  }

  /** After drawing: the element that stands for it now has the focus, if the timeline had it. */
  restore() {
    const { host } = this;
    const { activeElement } = host.ownerDocument;
    if (
      !this.wanted ||
      (activeElement && activeElement !== host.ownerDocument.body && !host.body.contains(activeElement))
    )
      return;
    const el = host.painter.found(this.at.row, this.at.visit);
    if (el && el !== activeElement) el.focus({ preventScroll: true });
  }
}
