// @ts-check
/** Elements in the order in which they are read aloud, with as few of them moved as can be: to move one is to lay it out anew. */

/**
 * Put elements of a parent in an order; others may stand between them.
 * @param {HTMLElement} parent @param {HTMLElement[]} wanted
 */
export function inOrder(parent, wanted) {
  /** @type {Map<Element, number>} */
  const places = new Map();
  for (let el = parent.firstElementChild, at = 0; el; el = el.nextElementSibling) places.set(el, at++);
  const stays = longestRise(wanted.map((el) => places.get(el) ?? -1));
  /** @type {HTMLElement|null} */
  let before = null;
  wanted.forEach((el, at) => {
    if (!stays.has(at)) parent.insertBefore(el, before ? before.nextSibling : parent.firstChild);
    before = el;
  });
}

/**
 * Which of some numbers to keep so that those kept rise, and are as many as can be.
 * @param {number[]} numbers @returns {Set<number>} Their positions.
 */
export function longestRise(numbers) {
  if (numbers.every((one, at) => at === 0 || numbers[at - 1] < one)) return new Set(numbers.keys());
  /** @type {number[]} The position of the least number with which a rise of each length ends. */
  const ends = [];
  /** @type {number[]} The position before each in its rise. */
  const before = [];
  numbers.forEach((one, at) => {
    let length = ends.findIndex((end) => numbers[end] >= one);
    if (length < 0) length = ends.length;
    before[at] = length ? ends[length - 1] : -1;
    ends[length] = at;
  });
  const found = new Set();
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at]) found.add(at);
  return found;
}
