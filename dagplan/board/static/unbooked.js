// @ts-check
/** <dag-unbooked>: what is not booked yet; each with why, what would let it in, and where there is room. */

import { explanation, roomOrReasons } from "./asking.js";
import { chainOf, datesOf, PRIORITIES } from "./bookings.js";
import { fill, h, newId } from "./dom.js";
import { button, face, faultFace, Panel } from "./element.js";
import { roomOrWhy } from "./reasons.js";
import { number, t } from "./words.js";

const SHOWN = 100;
/** Rows that are drawn at once; more by a button. */

export class UnbookedPanel extends Panel {
  #text = "";
  #priority = "";
  #shown = SHOWN;
  /** @type {string | null} the request that is open */
  #open = null;
  /** @type {Map<string, any>} what is known of a request since the board last changed */
  #known = new Map();
  #search = newId();
  #choice = newId();

  changed() {
    this.#known.clear();
    if (this.#open) this.#ask(this.#open);
    super.changed();
  }

  draw() {
    const { model } = this;
    const all = model.unbooked.map((id) => model.cases.get(id));
    if (!all.length) {
      fill(
        this,
        model.cases.size ? face("good", t("panel.unbooked.none")) : face("empty", t("panel.unbooked.no_requests")),
      );
      return;
    }
    const found = all.filter((one) => this.#fits(one)).sort(pressing);
    const rows = found.slice(0, this.#shown).map((one) => this.#row(one));
    fill(
      this,
      this.#filters(all),
      h(
        "p",
        { class: "quiet", role: "status" },
        t("panel.unbooked.count", { n: found.length, of: number(all.length) }),
      ),
      this.fault && faultFace(this.fault),
      found.length ? h("ul", { class: "rows" }, rows) : face("empty", t("panel.unbooked.no_match")),
      found.length > this.#shown &&
        button(t("panel.more", { n: found.length - this.#shown }), () => this.#more(), { key: "more" }),
      this.#open === null &&
        all.length > 1 &&
        button(t("panel.unbooked.why_all"), () => this.#explainAll(), { key: "all", class: "quiet-button" }),
    );
  }

  /** @param {any[]} all */
  #filters(all) {
    const there = PRIORITIES.filter((one) => all.some((request) => request.priority === one));
    return h(
      "div",
      { class: "filters" },
      h("label", { for: this.#search, class: "sr-only" }, t("panel.unbooked.search")),
      h("input", {
        id: this.#search,
        type: "search",
        key: "search",
        value: this.#text,
        placeholder: t("panel.unbooked.search"),
        autocomplete: "off",
        oninput: (/** @type {any} */ event) => {
          this.#text = event.target.value;
          this.redraw();
        },
      }),
      there.length > 1 && h("label", { for: this.#choice, class: "sr-only" }, t("panel.priority")),
      there.length > 1 &&
        h(
          "select",
          {
            id: this.#choice,
            key: "priority",
            value: this.#priority,
            onchange: (/** @type {any} */ event) => {
              this.#priority = event.target.value;
              this.redraw();
            },
          },
          h("option", { value: "" }, t("panel.priority.all")),
          there.map((one) => h("option", { value: one }, t(`panel.priority.${one}`))),
        ),
    );
  }

  /** @param {any} request */
  #fits(request) {
    if (this.#priority && request.priority !== this.#priority) return false;
    const wanted = this.#text.trim().toLocaleLowerCase();
    const has = [request.id, request.patient, ...request.visits.map((/** @type {any} */ one) => one.competence)];
    return !wanted || has.some((one) => one.toLocaleLowerCase().includes(wanted));
  }

  /** @param {any} request */
  #row(request) {
    const open = this.#open === request.id;
    const known = this.#known.get(request.id);
    const inside = `unbooked-${request.id}`;
    const lacking = request.visits.filter((/** @type {any} */ one) => !this.model.placed.has(one.id)).length;
    return h(
      "li",
      { class: "row" },
      button(
        [
          request.priority === "routine"
            ? null
            : h("span", { class: `priority priority--${request.priority}` }, t(`panel.priority.${request.priority}`)),
          h("strong", null, request.patient),
          h(
            "span",
            { class: "quiet row__when" },
            lacking < request.visits.length
              ? t("panel.unbooked.lacks", { n: lacking })
              : datesOf(this.model, request),
          ),
          h("span", { class: "row__what" }, chainOf(request)),
          !open && known?.reasons?.[0] ? h("span", { class: "row__why" }, known.reasons[0].message) : null,
        ],
        () => this.#toggle(request.id),
        {
          class: "row__head",
          key: `row ${request.id}`,
          "aria-expanded": String(open),
          "aria-controls": open ? inside : null,
        },
      ),
      open && h("div", { class: "row__inside", id: inside }, this.#inside(request, known)),
    );
  }

  /**
   * @param {any} request
   * @param {any} known
   */
  #inside(request, known) {
    if (known?.fault) return faultFace(known.fault, () => this.#ask(request.id));
    if (!known?.offers) return face("loading", t("panel.why.looking"));
    return [
      roomOrWhy(this, { request: request.id, ...known }),
      button(t("panel.unbooked.details"), () => this.pick(request.visits[0].id), { class: "link", key: "details" }),
    ];
  }

  /** @param {string} request */
  #toggle(request) {
    this.#open = this.#open === request ? null : request;
    this.ghosts(null);
    if (this.#open) this.#ask(request);
    this.redraw();
  }

  /** What the service knows of a request. @param {string} request */
  async #ask(request) {
    const { board, model } = this;
    if (!board || model.aside) return; // a plan in the making is shown: nothing can be taken meanwhile
    if (!model.unbooked.includes(request)) {
      if (this.#open === request) this.#open = null;
      return;
    }
    const { version } = model;
    const had = this.#known.get(request);
    if (had?.offers) return;
    try {
      const found = await roomOrReasons(board, request, 3);
      if (version !== model.version) return; // it has changed meanwhile, and is asked again
      this.#known.set(request, found);
    } catch (fault) {
      this.#known.set(request, { fault });
    }
    this.redraw();
  }

  async #explainAll() {
    const { version } = this.model;
    this.say(t("panel.why.looking"));
    const explained = await this.doing(() => explanation(/** @type {any} */ (this.board)));
    if (!explained || version !== this.model.version) return;
    for (const one of explained.unbooked) this.#known.set(one.request, { reasons: one.reasons, fixes: one.fixes });
    this.say(t("panel.unbooked.explained", { n: explained.unbooked.length }));
    this.redraw();
  }

  #more() {
    this.#shown += SHOWN;
    this.redraw();
  }
}

/** The most pressing first; among equals, the one whose dates end soonest. @param {any} one @param {any} other */
function pressing(one, other) {
  const by = PRIORITIES.indexOf(one.priority) - PRIORITIES.indexOf(other.priority);
  return by || (one.latest ?? "9").localeCompare(other.latest ?? "9") || one.id.localeCompare(other.id);
}

customElements.define("dag-unbooked", UnbookedPanel);
