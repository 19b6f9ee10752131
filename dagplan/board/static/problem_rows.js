// @ts-check
/** Where a problem is, and the row it is about. */

import { sheetsIn } from "./sheets.js";

/** @typedef {import("./api.js").ProblemOfInput} ProblemOfInput */
/** @typedef {{sheet: string, row: number|null, column: string, text: string}} Place What a place names; `text`: the rest, as it is. */
/** @typedef {{heading: string, value: string, wrong: boolean}[]} Row */

/** As `dagplan/words/messages/places.py` writes it, in either language. */
const SHEET = /^(?:.*?: )?(?:sheet|blad) (.+?)(?:, (?:rows?|rad|rader) (\d+)\S*)?(?:, (?:column|kolumn) (.+))?$/;
const FILE = /^(?:[^/:]+\/)*([^/:]+\.csv): (?:(?:rows?|rad|rader) (\d+)\S*)?(?:(?:, )?(?:column|kolumn) (.+))?$/i;

/** What a place of a problem names. @param {string} place @returns {Place} */
export function placeIn(place) {
  const found = SHEET.exec(place) ?? FILE.exec(place);
  if (!found) return { sheet: "", row: null, column: "", text: place.replace(/^(?:upload|body)(?:[:/] ?|$)/, "") };
  return { sheet: found[1], row: found[2] ? Number(found[2]) : null, column: found[3] ?? "", text: "" };
}

/** The name of a cell in Excel, as E3. @param {number} column From 0. @param {number} row */
export function cellName(column, row) {
  let letters = "";
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return `${letters}${row}`;
}

/**
 * The rows that problems are about, as they stand in the file; of one that can't be read here, none.
 * @param {File} file
 * @param {ProblemOfInput[]} problems
 * @returns {Promise<{place: Place, cell: string, row: Row}[]>} In the order of the problems.
 */
export async function rowsFor(file, problems) {
  const buffer = await file.arrayBuffer();
  const json = await jsonIn(file, buffer);
  const sheets = json === undefined ? await sheetsIn(buffer).catch(() => new Map()) : new Map();
  const read = new Map();
  const found = [];
  for (const problem of problems) {
    const place = placeIn(problem.place);
    const hide = problem.code === "identity_number"; // not even here
    if (json !== undefined) {
      found.push({ place, cell: "", row: partOf(json, place.text, hide) });
      continue;
    }
    if (!read.has(place.sheet)) {
      const sheet = sheets.get(place.sheet);
      read.set(place.sheet, sheet ? await sheet().catch(() => new Map()) : new Map());
    }
    found.push({ place, ...rowIn(read.get(place.sheet), place, hide) });
  }
  return found;
}

/** @param {string} text */
const folded = (text) => text.normalize("NFC").replace(/\s+/g, " ").trim().toLowerCase();

/** @param {Map<number, string[]>} rows @param {Place} place @param {boolean} hide @returns {{cell: string, row: Row}} */
function rowIn(rows, place, hide) {
  const [, headings = []] =
    [...rows].find(([, cells]) => cells.some((one) => folded(one) === folded(place.column))) ?? [...rows][0] ?? [];
  const at = headings.findIndex((one) => folded(one) === folded(place.column));
  const cells = place.row === null ? null : rows.get(place.row);
  const cell = place.row !== null && at >= 0 ? cellName(at, place.row) : "";
  if (!cells || cells === headings) return { cell, row: [] };
  const row = headings.map((heading, one) => {
    const wrong = one === at;
    return { heading, value: hide && wrong ? "•••" : (cells[one] ?? ""), wrong };
  });
  return { cell, row: row.filter(({ heading, value, wrong }) => wrong || (heading && value)) };
}

/** @param {File} file @param {ArrayBuffer} buffer @returns {Promise<any>} Undefined where it is none. */
async function jsonIn(file, buffer) {
  if (!/\.json$/i.test(file.name)) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(buffer));
  } catch {
    return undefined;
  }
}

/**
 * The innermost object on the way to a JSON path.
 * @param {any} json
 * @param {string} path As $.requests[0].visits[1].id.
 * @param {boolean} hide
 * @returns {Row}
 */
function partOf(json, path, hide) {
  const steps = [...path.matchAll(/\.([\w$-]+)|\[(\d+)\]/g)].map((one) => one[1] ?? Number(one[2]));
  let part = json;
  let last = json;
  let name = "";
  for (const [at, step] of steps.entries()) {
    part = part?.[step];
    if (typeof part !== "object" || part === null) break;
    if (Array.isArray(part)) continue;
    last = part;
    name = String(steps[at + 1] ?? "");
  }
  if (last === json || typeof last !== "object") return [];
  const plain = Object.entries(last).filter(([, value]) => typeof value !== "object");
  return plain.map(([heading, value]) => {
    const wrong = heading === name;
    return { heading, value: hide && wrong ? "•••" : String(value), wrong };
  });
}
