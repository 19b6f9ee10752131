// @ts-check
/** The list of boards on the start page. */

import { fill, h } from "./dom.js";
import { t, when } from "./words.js";

/** @typedef {{api: import("./api.js").Api, say: (text: string) => void, failed: (error: any, again: () => void) => void}} Page */

/** Show the boards there are, the newest first. @param {HTMLElement} where @param {Page} page */
export async function showBoards(where, page) {
  try {
    const { items, next } = await page.api.get("/boards");
    if (!items.length) {
      fill(where, h("p", { class: "soft" }, t("no_boards")));
      return;
    }
    const body = h(
      "tbody",
      null,
      items.map((/** @type {any} */ one) => row(where, page, one)),
    );
    fill(
      where,
      h(
        "div",
        { class: "scrolling" },
        h(
          "table",
          { class: "boards" },
          h("thead", null, h("tr", null, heading("board"), heading("booked"), heading("changed"), h("td", null))),
          body,
        ),
      ),
      next && more(body, page, next, where),
    );
  } catch (error) {
    fill(where);
    page.failed(error, () => showBoards(where, page));
  }
}

/** @param {string} word */
const heading = (word) => h("th", { scope: "col" }, t(word));

/** @param {HTMLElement} where @param {Page} page @param {any} board */
function row(where, page, board) {
  const { booked, of } = board.figures;
  return h(
    "tr",
    null,
    h(
      "td",
      { class: "name" },
      h("a", { href: `/boards/${encodeURIComponent(board.id)}` }, board.name || t("board")),
      board.parent && h("span", { class: "soft" }, ` ${t("variant")}`),
    ),
    h("td", { class: "n" }, t("booked_of", { booked, of })),
    h("td", { class: "n" }, when(board.changed)),
    h(
      "td",
      null,
      h(
        "button",
        {
          type: "button",
          "aria-label": t("delete_board", { name: board.name || t("board") }),
          onclick: () => ask(where, page, board),
        },
        t("delete"),
      ),
    ),
  );
}

/** @param {HTMLElement} body @param {Page} page @param {string} cursor @param {HTMLElement} where */
function more(body, page, cursor, where) {
  const button = h("button", { type: "button" }, t("more_boards"));
  button.addEventListener("click", async () => {
    try {
      const { items, next } = await page.api.get("/boards", { query: { cursor } });
      body.append(...items.map((/** @type {any} */ one) => row(where, page, one)));
      if (next) button.replaceWith(more(body, page, next, where));
      else button.remove();
    } catch (error) {
      page.failed(error, () => button.click());
    }
  });
  return button;
}

/** Ask before it is deleted. @param {HTMLElement} where @param {Page} page @param {any} board */
function ask(where, page, board) {
  const dialog = h(
    "dialog",
    { "aria-label": t("delete_board", { name: board.name || t("board") }) },
    h("p", null, t("delete_sure", { name: board.name || t("board") })),
    h(
      "form",
      { method: "dialog", class: "actions" },
      h("button", { value: "keep", autofocus: true }, t("keep")),
      h("button", { value: "delete", class: "danger" }, t("delete")),
    ),
  );
  dialog.addEventListener("close", async () => {
    dialog.remove();
    if (dialog.returnValue !== "delete") return;
    try {
      await page.api.del(`/boards/${encodeURIComponent(board.id)}`);
      await showBoards(where, page);
      page.say(t("deleted", { name: board.name || t("board") }));
    } catch (error) {
      page.failed(error, () => ask(where, page, board));
    }
  });
  document.body.append(dialog);
  dialog.showModal();
}
