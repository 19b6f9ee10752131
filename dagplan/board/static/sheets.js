// @ts-check
/** The rows of a workbook, of CSV files or of JSON, as they stand in the file that was chosen. */

import { filesIn } from "./archive.js";
import { clockOf } from "./times.js";

/** @typedef {Map<number, string[]>} Rows Cells by the number of the row, from 1. */

/**
 * The rows of every sheet of a workbook, or of every CSV file of an archive, read when asked for.
 * @param {ArrayBuffer} buffer
 * @returns {Promise<Map<string, () => Promise<Rows>>>} By the name of the sheet or file.
 */
export async function sheetsIn(buffer) {
  const files = filesIn(buffer);
  return files.has("xl/workbook.xml") ? workbook(files) : tables(files);
}

/** @param {Map<string, () => Promise<Uint8Array>>} files */
async function workbook(files) {
  const xml = async (/** @type {string} */ path) => {
    const found = files.get(path);
    return found ? new DOMParser().parseFromString(new TextDecoder().decode(await found()), "text/xml") : null;
  };
  const relations = new Map();
  for (const one of all(await xml("xl/_rels/workbook.xml.rels"), "Relationship")) {
    const target = one.getAttribute("Target") ?? "";
    relations.set(one.getAttribute("Id"), target.startsWith("/") ? target.slice(1) : `xl/${target}`);
  }
  /** @type {Promise<{texts: string[], dates: boolean[]}>|undefined} */
  let shared;
  const common = () => {
    shared ??= Promise.all([xml("xl/sharedStrings.xml"), xml("xl/styles.xml")]).then(([strings, styles]) => ({
      texts: all(strings, "si").map((one) =>
        all(one, "t")
          .map((each) => each.textContent)
          .join(""),
      ),
      dates: datesOf(styles),
    }));
    return shared;
  };
  const found = new Map();
  for (const sheet of all(await xml("xl/workbook.xml"), "sheet")) {
    const id = [...sheet.attributes].find((one) => one.localName === "id" && one.name !== "id")?.value;
    found.set(sheet.getAttribute("name"), async () => rowsOf(await xml(relations.get(id)), await common()));
  }
  return found;
}

/** @param {Document|Element|null} within @param {string} name @returns {Element[]} */
const all = (within, name) => [...(within?.getElementsByTagNameNS("*", name) ?? [])];

/** Which styles show a number as a date or a clock time. @param {Document|null} styles */
function datesOf(styles) {
  const custom = new Map(
    all(styles, "numFmt").map((one) => [one.getAttribute("numFmtId"), one.getAttribute("formatCode")]),
  );
  return all(all(styles, "cellXfs")[0] ?? null, "xf").map((one) => {
    const id = Number(one.getAttribute("numFmtId"));
    const code = (custom.get(String(id)) ?? "").replace(/"[^"]*"|\\./g, "");
    return (
      (id >= 14 && id <= 22) ||
      (id >= 45 && id <= 47) ||
      /[ymdhs]/i.test(code.replace(/\[(?![hms]+\])[^\]]*\]/gi, ""))
    );
  });
}

/** @param {Document|null} sheet @param {{texts: string[], dates: boolean[]}} common @returns {Rows} */
function rowsOf(sheet, { texts, dates }) {
  const found = new Map();
  for (const row of all(sheet, "row")) {
    /** @type {string[]} */
    const cells = [];
    for (const cell of all(row, "c")) {
      const value = all(cell, "v")[0]?.textContent ?? "";
      const kind = cell.getAttribute("t");
      let shown = value;
      if (kind === "s") shown = texts[Number(value)] ?? "";
      else if (kind === "inlineStr")
        shown = all(cell, "t")
          .map((one) => one.textContent)
          .join("");
      else if (kind === "b") shown = value === "1" ? "TRUE" : "FALSE";
      else if (!kind || kind === "n")
        shown = value && dates[Number(cell.getAttribute("s"))] ? momentIn(Number(value)) : value;
      cells[columnOf(cell.getAttribute("r") ?? "") ?? cells.length] = shown;
    }
    found.set(
      Number(row.getAttribute("r")),
      Array.from(cells, (one) => one ?? ""),
    );
  }
  return found;
}

/** From 0; undefined where a cell does not say it. @param {string} reference As E3. */
function columnOf(reference) {
  const letters = /^[A-Z]+/.exec(reference)?.[0];
  return letters ? [...letters].reduce((sum, one) => sum * 26 + one.charCodeAt(0) - 64, 0) - 1 : undefined;
}

/** @param {number} serial Days since the end of 1899. */
function momentIn(serial) {
  const minutes = Math.round(serial * 1440);
  const clock = clockOf(minutes % 1440);
  if (minutes < 1440) return clock;
  const date = new Date(Date.UTC(1899, 11, 30) + Math.floor(minutes / 1440) * 86_400_000).toISOString().slice(0, 10);
  return minutes % 1440 ? `${date} ${clock}` : date;
}

/** @param {Map<string, () => Promise<Uint8Array>>} files */
function tables(files) {
  const found = new Map();
  for (const [path, bytes] of files) {
    if (!path.toLowerCase().endsWith(".csv")) continue;
    found.set(path.split("/").at(-1), async () => csvRows(decoded(await bytes())));
  }
  return found;
}

/** As the program reads: by the mark at the beginning, then strict UTF-8, then cp1252. @param {Uint8Array} bytes */
function decoded(bytes) {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** @param {string} text @returns {Rows} */
export function csvRows(text) {
  const head = text.slice(0, text.search(/[\r\n]|$/));
  const counts = [";", ",", "\t"].map((one) => head.split(one).length);
  const between = [";", ",", "\t"][counts.indexOf(Math.max(...counts))];
  const found = new Map();
  let [row, cell, quoted] = [/** @type {string[]} */ ([]), "", false];
  const end = () => {
    found.set(found.size + 1, [...row, cell]);
    [row, cell] = [[], ""];
  };
  for (let at = 0; at < text.length; at += 1) {
    const one = text[at];
    if (quoted) {
      if (one !== '"') cell += one;
      else if (text[at + 1] === '"') cell += text[(at += 1)];
      else quoted = false;
    } else if (one === '"' && !cell) quoted = true;
    else if (one === between) {
      row.push(cell);
      cell = "";
    } else if (one === "\n") end();
    else if (one !== "\r") cell += one;
  }
  if (cell || row.length) end();
  return found;
}
