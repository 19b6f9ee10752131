// @ts-check
/** What is wrong with a file: where, why, and the row it is about. */

import { fill, h } from "./dom.js";
import { rowsFor } from "./problem_rows.js";
import { t } from "./words.js";

/** @typedef {import("./api.js").ProblemOfInput} ProblemOfInput */
/**
 * @typedef {object} Refused
 * @property {import("./api.js").Api} api
 * @property {File} file
 * @property {ProblemOfInput[]} problems
 * @property {() => void} choose Lets another file be chosen.
 * @property {(error: any, again: () => void) => void} failed
 */

const WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** @param {HTMLElement} where @param {Refused} refused */
export async function showProblems(where, refused) {
  const { file, problems } = refused;
  const rows = await rowsFor(file, problems);
  const n = problems.reduce((sum, one) => sum + (one.count ?? 1), 0);
  fill(
    where,
    h("h2", { id: "problems-title" }, t("problems", { n, file: file.name })),
    h("p", null, t("problems_how")),
    h(
      "div",
      { class: "scrolling" },
      h(
        "table",
        { class: "problems", "aria-labelledby": "problems-title" },
        h(
          "thead",
          null,
          h(
            "tr",
            null,
            ["place", "wrong", "row"].map((one) => h("th", { scope: "col" }, t(one))),
          ),
        ),
        h(
          "tbody",
          null,
          problems.map((one, each) => line(one, rows[each])),
        ),
      ),
    ),
    h(
      "p",
      { class: "actions" },
      h("button", { type: "button", class: "primary", onclick: refused.choose }, t("mended")),
      /\.xls[xm]$/i.test(file.name) && h("button", { type: "button", onclick: () => marked(refused) }, t("marked")),
    ),
  );
  where.setAttribute("aria-labelledby", "problems-title");
  where.hidden = false;
  where.focus();
  where.scrollIntoView({ block: "start" });
}

/** @param {ProblemOfInput} problem @param {{place: import("./problem_rows.js").Place, cell: string, row: import("./problem_rows.js").Row}} found */
function line(problem, { place, cell, row }) {
  return h(
    "tr",
    null,
    h("td", null, placeText(place, cell)),
    h("td", null, problem.message),
    h("td", null, row.length ? h("dl", { class: "row" }, row.map(part)) : null),
  );
}

/** @param {import("./problem_rows.js").Place} place @param {string} cell */
function placeText({ sheet, row, column, text }, cell) {
  if (!sheet) return text;
  if (cell) return t("sheet_cell", { sheet, cell });
  if (row !== null) return t("sheet_row", { sheet, row });
  return column ? t("sheet_column", { sheet, column }) : sheet;
}

/** @param {{heading: string, value: string, wrong: boolean}} cell */
function part({ heading, value, wrong }) {
  return h(
    "div",
    { class: wrong ? "wrong" : null },
    h("dt", null, `${heading}:`),
    h("dd", null, value || t("empty_cell")),
  );
}

/** Have the workbook marked, and download it. @param {Refused} refused */
async function marked(refused) {
  const { api, file, failed } = refused;
  try {
    const { blob } = await api.ask("POST", "/marked", { body: file, type: WORKBOOK, accept: WORKBOOK });
    const link = h("a", { href: URL.createObjectURL(/** @type {Blob} */ (blob)) });
    link.download = `${t("marked_name", { file: file.name.replace(/\.\w+$/, "") })}.xlsx`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  } catch (error) {
    failed(error, () => marked(refused));
  }
}
