// @ts-check
/** Dates and clock times as the contract writes them: local, without a zone, reckoned in minutes from midnight. */

const DAY = 24 * 60;

/** The date of a moment. @param {string} moment As 2026-12-07T09:30. */
export function dateOf(moment) {
  return moment.slice(0, 10);
}

/**
 * Minutes of a moment from midnight of a date.
 * @param {string} moment As 2026-12-07T09:30, or T24:00.
 * @param {string} [date] Left out: its own.
 */
export function minutesOf(moment, date = dateOf(moment)) {
  const clock = Number(moment.slice(11, 13)) * 60 + Number(moment.slice(14, 16));
  return date === dateOf(moment) ? clock : clock + daysBetween(date, dateOf(moment)) * DAY;
}

/** The moment so many minutes after midnight of a date, as the contract has it. @param {string} date @param {number} minutes */
export function momentOf(date, minutes) {
  const days = Math.floor(minutes / DAY);
  return `${days ? addDays(date, days) : date}T${clockOf(minutes - days * DAY)}`;
}

/** A clock time. @param {number} minutes From midnight, up to 24:00. */
export function clockOf(minutes) {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

/** @param {string} date @param {number} days @returns {string} */
export function addDays(date, days) {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Days from one date to another. @param {string} first @param {string} last */
export function daysBetween(first, last) {
  return Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000);
}

/** Every date from one to another, both included. @param {string} first @param {string} last */
export function datesBetween(first, last) {
  const found = [];
  for (let date = first; date <= last; date = addDays(date, 1)) found.push(date);
  return found;
}

/** The Monday of a date's week. @param {string} date */
export function mondayOf(date) {
  return addDays(date, -((new Date(Date.parse(date)).getUTCDay() + 6) % 7));
}

/** What competences are compared by: without regard to case and to repeated or unusual blanks. @param {string} word */
export function competenceKey(word) {
  return word
    .normalize("NFC")
    .replace(/[\u200b\ufeff\u2060]/g, "")
    .replace(/\s+/g, " ")
    .trim()
    .toLowerCase();
}
