// @ts-check
/** What a chosen file is sent as. */

import { t } from "./words.js";

/** @type {Record<string, string>} */
const FORMS = {
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  xlsm: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  zip: "application/zip",
  json: "application/json", // a Bundle too: the service looks into it
};

/**
 * @param {File[]} files
 * @returns {Promise<{file: File, name: string, sent: import("./api.js").Options}|{fault: string}>}
 */
export async function orderOf(files) {
  if (files.length !== 1) return { fault: t("one_file") };
  const [file] = files;
  const ending = file.name.toLowerCase().split(".").at(-1) ?? "";
  if (ending === "xls") return { fault: t("old_excel", { file: file.name }) };
  const type = FORMS[ending];
  if (!type) return { fault: t("other_form", { file: file.name }) };
  // Held here, so that what is sent is what its rows are shown of, even if the file is saved meanwhile.
  const body = await file.arrayBuffer();
  const name = file.name.replace(/(\.(request|fhir|plan))?\.\w+$/i, "").slice(0, 80) || t("board");
  return { file: new File([body], file.name), name, sent: { body, type } };
}
