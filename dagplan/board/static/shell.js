// @ts-check
/** The page of a board: opens it, gives it to the elements, and tells what happens. */

import "./panels.js";
import "./timeline.js";
import { Api } from "./api.js";
import { Board } from "./board.js";
import { followCarrying } from "./carrying.js";
import { followChoices } from "./choices.js";
import { fill, h } from "./dom.js";
import { Model } from "./model.js";
import { Notices } from "./notices.js";
import { followKeys, showKeys } from "./shortcuts.js";
import { Tabs } from "./tabs.js";
import { View } from "./view.js";
import { language, t, when } from "./words.js";

const PANELS = [
  "unbooked",
  "selected",
  "figures",
  "planrun",
  "absence",
  "addrequest",
  "history",
  "variants",
  "export",
];
const at = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));

const board = new Board(new Api({ language: language() }), new Model());
const { model } = board;
const notices = new Notices(at("notices"));
const tabs = new Tabs(/** @type {HTMLElement} */ (document.querySelector('[role="tablist"]')));
const timeline = at("timeline");
/** @type {View|null} */
let view = null;
let seen = new Date().toISOString();

/** Say what happened, in the line below and to who listens. @param {string} text */
function say(text) {
  const live = at("live");
  live.textContent = ""; // the same again is said again
  requestAnimationFrame(() => {
    live.textContent = text;
    live.title = text;
  });
}

/** What stands where the board would. @param {string} text @param {...any} actions */
function face(text, ...actions) {
  fill(at("face"), h("p", null, text), actions);
  at("face").hidden = false;
  timeline.hidden = true;
}

/** @param {string} id */
async function open(id) {
  face(t("loading_board"));
  if (!(await board.open(id))) {
    const error = /** @type {import("./api.js").ApiError} */ (board.failed);
    if (error.status === 401) leave();
    else if (error.status === 404) face(t("no_such_board"), h("a", { class: "button", href: "/" }, t("all_boards")));
    else {
      const why = error.code === "offline" ? t("offline") : t("failed", { why: error.detail || t("odd") });
      face(why, h("button", { type: "button", onclick: () => open(id) }, t("try_again")));
    }
    return;
  }
  notices.hide("error");
  view = new View(model);
  view.addEventListener("change", look);
  show();
}

/** Everything is here: give it to the elements. */
function show() {
  const now = /** @type {View} */ (view);
  at("name").textContent = board.state.name || t("board");
  document.title = `${board.state.name || t("board")} – ${t("name")}`;
  now.refresh();
  at("beside").hidden = false;
  figures();
  for (const id of PANELS) {
    at(id).board = board;
  }
  model.addEventListener("change", changed);
  at("face").hidden = true;
  timeline.hidden = false;
  timeline.model = model;
  look();
  followCarrying(timeline, board, say);
  nothing();
}

/** The timeline shows what is to be looked at. */
function look() {
  timeline.view = /** @type {View} */ (view).look;
}

/** @param {any} event Of the model. */
function changed(event) {
  const { visits } = event.detail;
  if (visits) view?.note(visits);
  else view?.refresh();
  if (visits === null) look();
  if (selected && !model.visits.has(selected)) pick(null);
  figures();
}

/** The line below, the tabs, and what can be undone. */
function figures() {
  const { state } = board;
  const { standing } = state;
  const broken = standing.violations.length + (standing.more_violations ?? 0);
  fill(
    at("state"),
    t("state", { booked: standing.booked, of: standing.of }),
    " · ",
    broken ? h("span", { class: "bad" }, t("breaches", { n: broken })) : t("no_breaches"),
  );
  at("tab-unbooked").textContent = t("tab_unbooked", { n: standing.unbooked.length });
  at("undo").disabled = !board.online || !(state.position > 0);
  at("plan").disabled = !board.online;
  at("redo").disabled = !board.online || !(state.position < state.steps);
  at("saved").textContent = board.online ? t(board.busy ? "saving" : "saved") : t("away");
}

/** What stands above a board on which nothing can be done. */
function nothing() {
  if (!model.cases.size) {
    const add = () => /** @type {any} */ (at("addrequest")).open?.();
    notices.show("empty", { text: t("empty_board"), actions: [[t("add_request"), add]] });
  } else if (!model.request.availability?.length) notices.show("empty", { text: t("no_hours") });
  else notices.hide("empty");
}

/** @type {string|null} */
let selected = null;

/** @param {string|null} visit */
function pick(visit) {
  selected = visit;
  timeline.selected = visit;
  at("selected").visit = visit;
  if (visit) tabs.choose("tab-selected");
}

function leave() {
  location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
}

/** @param {"undo"|"redo"} which */
async function walk(which) {
  if (at(which).disabled) {
    say(t(`nothing_to_${which}`));
    return;
  }
  await board[which]();
}

// ---- what the board tells

board.addEventListener("said", (/** @type {any} */ event) => {
  notices.hide("error");
  notices.hide("conflict");
  say(event.detail.messages.join(" "));
  nothing();
});
board.addEventListener("busy", figures);
board.addEventListener("state", figures);
board.addEventListener("conflict", (/** @type {any} */ event) => {
  const own = board.failed?.code === "board_changed";
  notices.show("conflict", { text: t(own ? "conflict_own" : "conflict"), more: event.detail.changed });
  nothing();
});
board.addEventListener("error", (/** @type {any} */ event) => {
  const { error } = event.detail;
  if (error.status === 401) leave();
  else if (error.status === 422 && document.querySelector("dialog[open]"))
    return; // a form says it beside its fields
  else if (error.code === "nothing_to_undo" || error.code === "nothing_to_redo") say(t(error.code));
  else if (error.code !== "offline" && !timeline.hidden) {
    const more = error.problems.map((/** @type {any} */ one) => one.message);
    notices.show("error", { kind: "error", text: t("failed", { why: error.detail || t("odd") }), more });
  }
});
board.addEventListener("online", (/** @type {any} */ event) => {
  if (event.detail.online) {
    notices.hide("offline");
    say(t("back"));
  } else {
    notices.show("offline", {
      kind: "error",
      text: t("away_long", { when: when(seen) }),
      actions: [[t("try_again"), () => board.look()]],
    });
  }
  figures();
});
setInterval(() => {
  if (board.online) seen = new Date().toISOString();
}, 5000);

// ---- what the elements tell

document.addEventListener("say", (/** @type {any} */ event) => {
  const { text, key, values } = event.detail ?? {};
  if (text || key) say(text ?? t(key, values));
});
document.addEventListener("pick", (/** @type {any} */ event) => pick(event.detail.visit));
document.addEventListener("pickfree", (/** @type {any} */ event) => {
  at("selected").free = event.detail;
  tabs.choose("tab-selected");
});
document.addEventListener("ghosts", (/** @type {any} */ event) => {
  timeline.ghosts = event.detail.bookings;
});
document.addEventListener("marks", (/** @type {any} */ event) => {
  timeline.marks = event.detail.marks;
});
document.addEventListener("viewchange", (/** @type {any} */ event) => view?.set(event.detail.view));
document.addEventListener("look", (/** @type {any} */ event) => view?.set(event.detail));

// ---- tools

at("undo").addEventListener("click", () => walk("undo"));
at("redo").addEventListener("click", () => walk("redo"));
at("help").addEventListener("click", showKeys);
at("print").addEventListener("click", () => window.print());
at("copy-link").addEventListener("click", async () => {
  await navigator.clipboard.writeText(/** @type {View} */ (view).address);
  say(t("link_copied"));
});
for (const button of document.querySelectorAll("[data-open]")) {
  button.addEventListener("click", () => at(/** @type {any} */ (button).dataset.open).open?.());
}
for (const button of document.querySelectorAll(".menu > button")) {
  button.addEventListener("click", () => at("menu").hidePopover());
}
followKeys((command) => {
  if (!view) return;
  if (command === "undo" || command === "redo") walk(command);
  else if (command === "plan") at("plan").click();
  else if (command === "day" || command === "week") view.set({ span: command, zoom: 0 });
  else if (command === "earlier" || command === "later") view.step(command === "later" ? 1 : -1);
  else if (command === "find") at("find").focus();
  else showKeys();
});
followChoices();
open(decodeURIComponent(location.pathname.split("/")[2]));
