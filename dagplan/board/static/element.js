// @ts-check
/** What the panels have in common: a board that they follow, their faces, and what they tell the rest of the page. */

import { ApiError } from "./api.js";
import { fill, h } from "./dom.js";
import { t } from "./words.js";

/** @typedef {import("./board.js").Board} Board */
/** @typedef {{request: string, visit: string, patient: string, role: string|null, unit: string, practitioner: string,
 *   start: string, end: string, equipment?: string[]}} Booking */

/** A panel: set `.board`, and it draws itself now and whenever the board changes. */
export class Panel extends HTMLElement {
  /** @type {Board | null} */
  #board = null;
  #ends = new AbortController();
  #waiting = false;
  /** @type {any} what went wrong last, shown until something goes well */
  fault = null;
  busy = false;

  connectedCallback() {
    this.classList.add("panel");
  }

  get board() {
    return this.#board;
  }

  /** @param {Board | null} board */
  set board(board) {
    this.#ends.abort();
    this.#ends = new AbortController();
    this.#board = board;
    this.fault = null;
    if (board) {
      const { signal } = this.#ends;
      board.model.addEventListener("change", () => this.changed(), { signal });
      this.opened(board, this.#ends.signal);
    }
    this.redraw();
  }

  /** Its model; only asked for where there is a board. */
  get model() {
    return /** @type {Board} */ (this.#board).model;
  }

  /**
   * A board was set.
   *
   * @param {Board} _board
   * @param {AbortSignal} _signal aborted when another is set
   */
  opened(_board, _signal) {}

  /** The board changed. */
  changed() {
    this.redraw();
  }

  /** Draw it before the next frame, once however many times it is asked for; what can't be seen is not drawn. */
  redraw() {
    if (this.#waiting) return;
    this.#waiting = true;
    queueMicrotask(() => {
      this.#waiting = false;
      if (this.#board) this.draw();
      else fill(this, face("loading", t("panel.loading")));
    });
  }

  /** Draw it. */
  draw() {}

  /**
   * Do something that may fail: what went wrong is shown here.
   *
   * @template T
   * @param {() => Promise<T>} action gives null, as the board's own do, or throws where it fails
   * @returns {Promise<T | null>}
   */
  async doing(action) {
    if (this.busy) return null;
    this.busy = true;
    this.setAttribute("aria-busy", "true");
    try {
      const result = await action();
      this.fault = result === null ? (this.#board?.failed ?? null) : null;
      return result;
    } catch (fault) {
      if (!(fault instanceof ApiError)) throw fault;
      this.fault = fault;
      this.say(faultText(fault));
      return null;
    } finally {
      this.busy = false;
      this.removeAttribute("aria-busy");
      this.redraw();
    }
  }

  /** Make changes of the board: one step. @param {object[]} changes @returns {Promise<any | null>} what came of it */
  change(changes) {
    return this.doing(() => /** @type {Board} */ (this.#board).apply(changes));
  }

  /** @param {string} text for the live region */
  say(text) {
    this.tell("say", { text });
  }

  /** @param {string | null} visit to choose, on the board (which goes to its date) and beside it */
  pick(visit) {
    const placed = visit === null ? undefined : this.model.placed.get(visit);
    if (placed) this.tell("look", { date: placed.date });
    this.tell("pick", { visit });
  }

  /** @param {Booking[] | null} bookings to draw on the board as what might be */
  ghosts(bookings) {
    this.tell("ghosts", { bookings });
  }

  /**
   * @param {string} name
   * @param {object} [detail]
   */
  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
  }
}

/**
 * What stands where there is nothing to show: what is the case, and what can be done.
 *
 * @param {"empty" | "loading" | "error" | "offline" | "conflict" | "good"} kind
 * @param {string} text
 * @param {...(Node | null)} actions
 */
export function face(kind, text, ...actions) {
  return h(
    "div",
    { class: `face face--${kind}`, role: kind === "error" ? "alert" : null },
    h("p", null, text),
    actions,
  );
}

/**
 * What went wrong, with all its places.
 *
 * @param {any} fault
 * @param {(() => void) | null} [again]
 */
export function faultFace(fault, again = null) {
  const kind = fault?.code === "offline" ? "offline" : fault?.code === "board_changed" ? "conflict" : "error";
  const problems = fault?.problems ?? [];
  const since = fault?.extra?.changed ?? [];
  const shown = face(kind, faultText(fault));
  if (problems.length) {
    shown.append(
      h(
        "ul",
        { class: "face__problems" },
        problems.map((/** @type {any} */ one) => h("li", null, one.message)),
      ),
    );
  }
  if (since.length)
    shown.append(
      h(
        "ul",
        { class: "face__problems" },
        since.map((/** @type {string} */ one) => h("li", null, one)),
      ),
    );
  if (again) shown.append(button(t("panel.again"), again, { key: "again" }));
  return shown;
}

/** @param {any} fault */
export function faultText(fault) {
  if (fault?.code === "offline") return t("panel.offline");
  if (fault?.code === "board_changed") return t("panel.conflict");
  return fault?.detail || fault?.message || t("panel.went_wrong");
}

/**
 * A button.
 *
 * @param {string | Node | (string | Node | null)[]} what
 * @param {(event: Event) => void} action
 * @param {Record<string, any>} [props]
 */
export function button(what, action, props = {}) {
  return h("button", { type: "button", onclick: action, ...props }, what);
}

/**
 * A button to something in the plan: it chooses the visit.
 *
 * @param {Panel} panel
 * @param {string} visit
 * @param {string | Node} what
 * @param {Record<string, any>} [props]
 */
export function visitLink(panel, visit, what, props = {}) {
  return button(what, () => panel.pick(visit), { class: "link", ...props });
}

/**
 * A button to the absence of a person.
 *
 * @param {Panel} panel
 * @param {{practitioner: string, start: string}} at
 */
export function absenceButton(panel, { practitioner, start }) {
  const person = panel.model.title(practitioner);
  return button(
    t("panel.absence.of", { person }),
    () => panel.tell("absent", { practitioner, date: start.slice(0, 10) }),
    { class: "link", key: `absent ${practitioner}` },
  );
}
