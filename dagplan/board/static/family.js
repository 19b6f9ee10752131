// @ts-check
/** Boards that come of one another. */

/**
 * A board, those it comes from, and all that come from them, in the order of their making.
 *
 * @param {any[]} boards
 * @param {string} id
 */
export function familyOf(boards, id) {
  const known = new Map(boards.map((one) => [one.id, one]));
  const rootOf = (/** @type {string} */ of) => {
    let at = of;
    for (let one = known.get(at); one?.parent && known.has(one.parent); one = known.get(at)) at = one.parent;
    return at;
  };
  const root = rootOf(id);
  return boards
    .filter((one) => rootOf(one.id) === root)
    .sort((one, other) => one.created.localeCompare(other.created));
}
