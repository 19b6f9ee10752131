// @ts-check
/** The start page: a file or an example becomes a board; boards are gone on with. */

import { Api } from "./api.js";
import { showBoards } from "./boards_list.js";
import { followChoices } from "./choices.js";
import { fill, h } from "./dom.js";
import { orderOf } from "./loading.js";
import { showProblems } from "./problems.js";
import { language, t } from "./words.js";

/** @typedef {import("./api.js").ApiError} ApiError */

const api = new Api({ language: language() });
const at = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const input = /** @type {HTMLInputElement} */ (at("file"));

/** @param {string} text */
function say(text) {
  at("live").textContent = text;
}

/** What went wrong, above everything; nothing: it is taken away. @param {string} [text] @param {(() => void)|null} [again] */
function notice(text, again = null) {
  fill(
    at("notice"),
    text &&
      h(
        "div",
        { class: "notice notice--error" },
        h("p", { class: "why" }, text),
        again && h("button", { type: "button", onclick: again }, t("try_again")),
        h("button", { type: "button", onclick: () => notice() }, t("close")),
      ),
  );
}

/** Tell why something failed; who is not let in any more is led to the door. @param {any} error @param {() => void} again */
function failed(error, again) {
  if (error.status === 401) location.assign("/login");
  else if (error.code === "offline") notice(t("offline"), again);
  else if (error.name === "ApiError") notice(t("failed", { why: error.detail || t("odd") }), again);
  else throw error;
}

/** @param {boolean} busy @param {string} [what] */
function busy(busy, what = "") {
  const drop = at("drop");
  if (busy) drop.setAttribute("aria-busy", "true");
  else drop.removeAttribute("aria-busy");
  for (const one of document.querySelectorAll("#choose, #examples button")) {
    /** @type {HTMLButtonElement} */ (one).disabled = busy;
  }
  say(what);
}

/** Make a board of what is sent, and go there. @param {string} name @param {import("./api.js").Options} sent */
async function make(name, sent) {
  const board = await api.post("/boards", undefined, { ...sent, query: { name } });
  location.assign(`/boards/${encodeURIComponent(board.id)}`);
}

/** @param {File[]} files */
async function load(files) {
  notice();
  at("problems").hidden = true;
  const order = await orderOf(files);
  if ("fault" in order) {
    notice(order.fault);
    return;
  }
  const { file, name, sent } = order;
  busy(true, t("reading", { file: file.name }));
  try {
    await make(name, sent);
  } catch (error) {
    busy(false);
    const refused = /** @type {ApiError} */ (error);
    if (refused.status === 422 && refused.problems?.length) {
      await showProblems(at("problems"), {
        api,
        file,
        problems: refused.problems,
        choose: () => input.click(),
        failed,
      });
    } else failed(error, () => load(files));
  }
}

/** @param {{name: string, text: string}} example */
async function loadExample(example) {
  notice();
  busy(true, t("reading", { file: example.text }));
  try {
    await make(example.text.replace(/\.$/, ""), { json: await api.get(`/examples/${example.name}`) });
  } catch (error) {
    busy(false);
    failed(error, () => loadExample(example));
  }
}

async function showExamples() {
  try {
    const { items } = await api.get("/examples");
    const plans = items.filter((/** @type {any} */ one) => one.kind === "plan");
    fill(
      at("examples"),
      plans.map((/** @type {any} */ one) =>
        h("li", null, h("button", { type: "button", onclick: () => loadExample(one) }, one.text)),
      ),
    );
  } catch (error) {
    failed(error, showExamples);
  }
}

at("choose").addEventListener("click", () => input.click());
input.addEventListener("change", () => {
  const files = [...(input.files ?? [])];
  input.value = ""; // the same file again, mended, is another choice
  if (files.length) load(files);
});
let over = 0;
for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    event.preventDefault();
    if (kind === "dragenter") over += 1;
    if (kind === "dragleave") over -= 1;
    if (kind === "drop") over = 0;
    document.body.classList.toggle("dragging", over > 0);
    const { dataTransfer } = /** @type {DragEvent} */ (event);
    const files = [...(dataTransfer?.files ?? [])];
    if (kind === "drop" && files.length) load(files);
  });
}
followChoices();
showExamples();
showBoards(at("boards"), { api, say, failed });
