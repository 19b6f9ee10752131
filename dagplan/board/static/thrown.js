// @ts-check
/** Plans that were thrown away: boards name the last that was ordered, though it is deleted, and nobody need ask for it. */

const STORED = "dagplan.thrown";
const KEPT = 50;

/** @returns {string[]} */
function all() {
  try {
    return JSON.parse(localStorage.getItem(STORED) ?? "[]");
  } catch {
    return []; // kept by another program, or not to be had
  }
}

/** Whether a plan was thrown away here. @param {string} job */
export const isThrown = (job) => all().includes(job);

/** A plan is thrown away. @param {string} job */
export function throwAway(job) {
  localStorage.setItem(STORED, JSON.stringify([...all(), job].slice(-KEPT)));
}
