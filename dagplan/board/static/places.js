// @ts-check
/** Where a visit may be placed, as the service says it: starts by person, unit and date. */

/** @typedef {{practitioner: string, unit: string, date: string, start: number}} Spot A place; `start` in minutes. */
/** @typedef {{visit: string, date: string, unit: string, practitioner: string, starts: [number, number][]}} Lit */
/** @typedef {{of: string, places: Lit[], grid: number}} Allowed */

export class Places {
  /** @param {Allowed} allowed @param {string} visit */
  constructor(allowed, visit) {
    this.of = allowed.of;
    this.grid = Math.max(1, allowed.grid || 5);
    /** @type {Map<string, Lit>} One for each person, unit and date, its starts in order. */
    this.byPlace = new Map();
    for (const one of allowed.places) {
      if (one.visit !== visit || !one.starts.length) continue;
      const starts = [...(this.byPlace.get(keyOf(one))?.starts ?? []), ...one.starts];
      this.byPlace.set(keyOf(one), { ...one, starts: starts.sort(([first], [other]) => first - other) });
    }
    this.all = [...this.byPlace.values()];
  }

  /** How many starts there are. */
  get count() {
    let found = 0;
    for (const { starts } of this.all) for (const [first, last] of starts) found += (last - first) / this.grid + 1;
    return found;
  }

  /** @param {Spot} spot */
  allows(spot) {
    const found = this.byPlace.get(keyOf(spot));
    return !!found && this.nearest(found, spot.start) === spot.start;
  }

  /** The allowed start that is nearest. @param {Lit} place @param {number} start */
  nearest(place, start) {
    let best = place.starts[0][0];
    for (const [first, last] of place.starts) {
      const inside = Math.min(last, Math.max(first, first + Math.round((start - first) / this.grid) * this.grid));
      if (Math.abs(inside - start) < Math.abs(best - start)) best = inside;
    }
    return best;
  }

  /** The same person and unit on that date, at the nearest time. @param {Spot} spot @returns {Spot|null} */
  beside(spot) {
    const found = this.byPlace.get(keyOf(spot));
    return found ? { ...spot, start: this.nearest(found, spot.start) } : null;
  }

  /** The next start to a side, of the same person on the same date. @param {Spot} spot @param {1|-1} side @returns {Spot|null} */
  along(spot, side) {
    const found = this.byPlace.get(keyOf(spot));
    if (!found) return null;
    let best = null;
    for (const [first, last] of found.starts) {
      const near = first + (side > 0 ? Math.floor : Math.ceil)((spot.start - first) / this.grid) * this.grid;
      for (const start of [near + side * this.grid, first, last]) {
        if (start < first || start > last || (start - spot.start) * side <= 0) continue;
        if (best === null || (best - start) * side > 0) best = start;
      }
    }
    return best === null ? null : { ...spot, start: best };
  }

  /** The first or last start of the same person on the same date. @param {Spot} spot @param {1|-1} side @returns {Spot|null} */
  utmost(spot, side) {
    const found = this.byPlace.get(keyOf(spot));
    if (!found) return null;
    return { ...spot, start: side > 0 ? /** @type {any} */ (found.starts.at(-1))[1] : found.starts[0][0] };
  }

  /**
   * The nearest time of the next person with a place on the same date.
   * @param {Spot} spot
   * @param {1|-1} side
   * @param {(place: {practitioner: string, unit: string}) => number} order Where a person stands.
   * @returns {Spot|null}
   */
  across(spot, side, order) {
    const here = order(spot);
    return this.#closest(
      this.all.filter((one) => one.date === spot.date && (order(one) - here) * side > 0),
      (one) => (order(one) - here) * side,
      spot,
    );
  }

  /** The next date with a place, with the same person where that can be. @param {Spot} spot @param {1|-1} side @returns {Spot|null} */
  dated(spot, side) {
    const dates = this.all
      .map((one) => one.date)
      .filter((one) => (one > spot.date ? 1 : one < spot.date ? -1 : 0) === side);
    if (!dates.length) return null;
    const next = dates.reduce((one, other) => ((other < one ? 1 : -1) === side ? other : one));
    return this.on(next, spot);
  }

  /** The place on a date that is most like another: the person, the unit, then the time. @param {string} date @param {Spot} spot */
  on(date, spot) {
    return this.#closest(
      this.all.filter((one) => one.date === date),
      (one) => (one.practitioner === spot.practitioner ? 0 : 2) + (one.unit === spot.unit ? 0 : 1),
      spot,
    );
  }

  /**
   * @param {Lit[]} places @param {(one: Lit) => number} rank @param {Spot} spot
   * @returns {Spot|null}
   */
  #closest(places, rank, spot) {
    let best = null;
    for (const one of places) {
      const start = this.nearest(one, spot.start);
      const cost = [rank(one), Math.abs(start - spot.start)];
      if (!best || cost[0] < best.cost[0] || (cost[0] === best.cost[0] && cost[1] < best.cost[1])) {
        const { practitioner, unit, date } = one;
        best = { cost, spot: { practitioner, unit, date, start } };
      }
    }
    return best?.spot ?? null;
  }
}

/** @param {{practitioner: string, unit: string, date: string}} place */
const keyOf = ({ practitioner, unit, date }) => `${date} ${unit} ${practitioner}`;
