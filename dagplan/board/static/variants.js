// @ts-check
/** <dag-variants>: the board and its variants side by side: their figures, and what differs. */

import { differenceTo } from "./asking.js";
import { DialogPanel } from "./dialog.js";
import { differenceView } from "./difference.js";
import { h, newId } from "./dom.js";
import { button, face, faultFace } from "./element.js";
import { familyOf } from "./family.js";
import { number, t, when } from "./words.js";

export class VariantsDialog extends DialogPanel {
  /** @type {any[] | null} the boards of one family, the first of them first */
  #family = null;
  #name = "";
  /** @type {{board: string, shown: Node} | null} what differs in one of them */
  #held = null;
  #names = newId();

  get heading() {
    return t("panel.variants.title");
  }

  open() {
    this.#held = null;
    super.open();
    this.#look();
  }

  async #look() {
    const { board } = this;
    if (!board) return;
    try {
      this.#family = familyOf(await allBoards(board.api), board.id);
      this.fault = null;
    } catch (fault) {
      this.fault = fault;
    }
    this.redraw();
  }

  contents() {
    return h(
      "div",
      null,
      this.#form(),
      this.fault && faultFace(this.fault, () => this.#look()),
      this.#family === null
        ? !this.fault && face("loading", t("panel.loading"))
        : this.#family.length < 2
          ? face("empty", t("panel.variants.none"))
          : this.#table(this.#family),
      this.#held &&
        h(
          "section",
          null,
          h("h3", null, t("panel.variants.differs", { name: this.#nameOf(this.#held.board) })),
          this.#held.shown,
        ),
    );
  }

  #form() {
    const submit = (/** @type {any} */ event) => {
      event.preventDefault();
      this.#make();
    };
    return h(
      "form",
      { class: "form variants__new", onsubmit: submit },
      h("label", { for: this.#names }, t("panel.variants.name")),
      h("input", {
        ...{ id: this.#names, key: "name", value: this.#name, maxlength: 100, required: true, autocomplete: "off" },
        oninput: (/** @type {any} */ event) => {
          this.#name = event.target.value;
        },
      }),
      h("button", { type: "submit", class: "primary", key: "make" }, t("panel.variants.make")),
      h("p", { class: "quiet" }, t("panel.variants.hint")),
    );
  }

  /** @param {any[]} family */
  #table(family) {
    const line = (/** @type {string} */ title, /** @type {(one: any) => string | number} */ value) =>
      h(
        "tr",
        null,
        h("th", { scope: "row" }, title),
        family.map((one) => h("td", null, value(one))),
      );
    const here = this.board?.id;
    return h(
      "div",
      { class: "scrolls", tabindex: 0, role: "group", "aria-label": t("panel.variants.title") },
      h(
        "table",
        { class: "variants" },
        h(
          "thead",
          null,
          h(
            "tr",
            null,
            h("td", null),
            family.map((one) =>
              h("th", { scope: "col", "aria-current": one.id === here ? "true" : null }, this.#nameOf(one.id)),
            ),
          ),
        ),
        h(
          "tbody",
          null,
          line(t("panel.variants.booked"), ({ figures }) =>
            t("panel.variants.of", { booked: number(figures.booked), of: number(figures.of) }),
          ),
          line(t("panel.variants.broken"), ({ figures }) => number(figures.violations)),
          line(t("panel.sum"), ({ figures }) => number(figures.cost)),
          line(t("panel.variants.changed"), (one) => when(one.changed)),
          h(
            "tr",
            null,
            h("td", null),
            family.map((one) =>
              h(
                "td",
                null,
                one.id === here
                  ? h("span", { class: "tag" }, t("panel.variants.this"))
                  : h("div", { class: "actions" }, [
                      h(
                        "a",
                        { class: "button", href: addressOf(one.id), key: `open ${one.id}` },
                        t("panel.variants.open"),
                      ),
                      button(t("panel.variants.compare"), () => this.#compare(one.id), { key: `compare ${one.id}` }),
                    ]),
              ),
            ),
          ),
        ),
      ),
    );
  }

  /** What each costs, by term. @param {Record<string, number>} theirs */
  #terms(theirs) {
    const ours = this.model.state.standing.terms;
    const named = Object.keys(theirs).filter((name) => theirs[name] > 0 || ours[name] > 0);
    if (!named.length) return null;
    const value = (/** @type {number} */ cost) => h("td", null, number(cost));
    return h(
      "table",
      { class: "costs" },
      h(
        "thead",
        null,
        h(
          "tr",
          null,
          h("td", null),
          h("th", { scope: "col" }, t("panel.variants.this")),
          h("th", { scope: "col" }, t("panel.variants.that")),
        ),
      ),
      h(
        "tbody",
        null,
        named.map((name) =>
          h("tr", null, h("th", { scope: "row" }, t(`panel.term.${name}`)), value(ours[name]), value(theirs[name])),
        ),
      ),
    );
  }

  /** @param {string} id */
  #nameOf(id) {
    const one = this.#family?.find((each) => each.id === id);
    return one?.name || t("panel.variants.unnamed");
  }

  async #make() {
    const made = await this.doing(() => /** @type {any} */ (this.board).variant(this.#name.trim()));
    if (!made) return;
    this.say(t("panel.variants.made", { name: made.name }));
    this.#name = "";
    this.#look();
  }

  /** @param {string} other */
  async #compare(other) {
    const { board } = this;
    if (!board) return;
    const found = await this.doing(async () => {
      const difference = await differenceTo(board, { board: other });
      const { standing } = await board.api.get(`/boards/${encodeURIComponent(other)}`);
      return { difference, standing };
    });
    if (!found) return;
    const { difference, standing } = found;
    this.#held = {
      board: other,
      shown: h("div", null, this.#terms(standing.terms), differenceView(this, difference)),
    };
    this.say(difference.message);
    this.redraw();
  }
}

/** The page of a board. @param {string} id */
const addressOf = (id) => `/boards/${encodeURIComponent(id)}`;

/** All boards there are. @param {import("./api.js").Api} api */
async function allBoards(api) {
  const found = [];
  let cursor = null;
  do {
    const page = await api.get("/boards", { query: { cursor } });
    found.push(...page.items);
    cursor = page.next;
  } while (cursor);
  return found;
}

customElements.define("dag-variants", VariantsDialog);
