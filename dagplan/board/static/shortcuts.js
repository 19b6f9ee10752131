// @ts-check
/** Keys that work all over the page, and the help on them. */

import { fill, h } from "./dom.js";
import { t } from "./words.js";

const STORED = "dagplan.single_keys";

/** What is said of keys: a heading, then what is done with which (`/`: or). */
const HELP = [
  {
    heading: "keys_everywhere",
    lines: [
      ["keys_undo", "Ctrl+Z"],
      ["keys_redo", "Ctrl+Y", "Ctrl+Shift+Z"],
      ["keys_plan", "P"],
      ["keys_day_week", "D", "V"],
      ["keys_dates", ",", "."],
      ["keys_find", "/"],
      ["keys_help", "?"],
      ["keys_close", "Esc"],
    ],
  },
  {
    heading: "keys_on_board",
    lines: [
      ["keys_go", "← → ↑ ↓"],
      ["keys_pick_up", "Enter"],
      ["keys_whole", "W"],
      ["keys_allowed", "← → ↑ ↓"],
      ["keys_other_dates", "PageUp", "PageDown"],
      ["keys_choose", "Space"],
      ["keys_free", "F"],
      ["keys_zoom", "+", "−", "0"],
    ],
  },
  {
    heading: "keys_mouse",
    lines: [
      ["keys_drag", "keys_dragged"],
      ["keys_drag_whole", "keys_shift_dragged"],
      ["keys_zoom", "keys_ctrl_wheel"],
    ],
  },
];

/** @typedef {"undo"|"redo"|"plan"|"day"|"week"|"earlier"|"later"|"find"|"help"} Command */

/** @type {Record<string, Command>} */
const SINGLE = { p: "plan", d: "day", v: "week", ",": "earlier", ".": "later", "/": "find", "?": "help" };

/**
 * Listen to keys.
 * @param {(command: Command) => void} act
 */
export function followKeys(act) {
  const single = /** @type {HTMLInputElement} */ (document.getElementById("single-keys"));
  single.checked = localStorage.getItem(STORED) !== "off";
  single.addEventListener("change", () => localStorage.setItem(STORED, single.checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    const command = commandOf(event, single.checked);
    if (!command || event.defaultPrevented) return;
    event.preventDefault();
    act(command);
  });
}

/** @param {KeyboardEvent} event @param {boolean} single Whether single letters work. @returns {Command|null} */
function commandOf(event, single) {
  const target = /** @type {HTMLElement|null} */ (event.composedPath()[0] ?? null);
  const writing = target?.matches?.(
    'input:not([type="checkbox"], [type="radio"], [type="button"]), textarea, [contenteditable]',
  );
  if (writing || document.querySelector("dialog[open]")) return null;
  const key = event.key.toLowerCase();
  if ((event.ctrlKey || event.metaKey) && !event.altKey) {
    if (key === "z") return event.shiftKey ? "redo" : "undo";
    return key === "y" ? "redo" : null;
  }
  // Letters in a list choose what is in it; of a screen reader's own keys we hear nothing.
  if (!single || event.altKey || event.ctrlKey || event.metaKey || target?.matches?.("select")) return null;
  return SINGLE[event.key.toLowerCase()] ?? null;
}

/** Show the help. */
export function showKeys() {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("keys"));
  const parts = HELP.map(({ heading, lines }) => [
    h("h3", null, t(heading)),
    h(
      "dl",
      null,
      lines.map(([what, ...keys]) => [h("dt", null, keys.map(shown)), h("dd", null, t(what))]),
    ),
  ]);
  fill(/** @type {HTMLElement} */ (document.getElementById("keys-list")), parts);
  dialog.showModal();
}

/** @param {string} key @param {number} each */
function shown(key, each) {
  const named = key.startsWith("keys_") ? t(key) : h("kbd", null, key);
  return each ? [` ${t("keys_or")} `, named] : named;
}
