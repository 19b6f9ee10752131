// @ts-check
/** Moments and spans in words, beside what `words.js` and `times.js` have. */

import { clockOf, dateOf, minutesOf } from "./times.js";
import { day as dayOf } from "./words.js";

/** "2026-12-08T09:30" → "09:30" @param {string} at */
export const clock = (at) => at.slice(11, 16);

/** "2026-12-08T09:30" → "tis 8 dec." @param {string} at */
export const day = (at) => dayOf(dateOf(at));

/** A date and a time. @param {string} at */
export const moment = (at) => `${day(at)} ${clock(at)}`;

/** The end of what begins at `start`, on its date. @param {string} start @param {number} minutes */
export const later = (start, minutes) => `${dateOf(start)}T${clockOf(minutesOf(start) + minutes)}`;

/** Minutes from one local time to another. @param {string} from @param {string} to */
export const minutesBetween = (from, to) => minutesOf(to, dateOf(from)) - minutesOf(from);
