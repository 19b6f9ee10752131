// @ts-check
/** <dag-figures>: the board in figures: what is booked, what it costs and why, where time is short, what is broken. */

import { explanation } from "./asking.js";
import { fill, h } from "./dom.js";
import { button, face, faultFace, Panel, visitLink } from "./element.js";
import { day } from "./formats.js";
import { isThrown } from "./thrown.js";
import { number, percent, t } from "./words.js";

const SHOWN = 50;

export class FiguresPanel extends Panel {
  /** @type {any[] | null} where time is short */
  #short = null;
  /** @type {{id: string, figures: any} | null} the last planning */
  #job = null;

  changed() {
    this.#short = null;
    this.#lookAtJob();
    super.changed();
  }

  opened() {
    this.#short = this.#job = null;
    this.#lookAtJob();
  }

  async #lookAtJob() {
    const { board } = this;
    const job = board?.model.state?.job;
    if (!board || !job || this.#job?.id === job.id || isThrown(job.id)) return;
    try {
      const { figures, state } = await board.api.get(`/plans/${encodeURIComponent(job.id)}`);
      if (state === "queued" || state === "running") return;
      this.#job = { id: job.id, figures };
      this.redraw();
    } catch {
      this.#job = null; // deleted since: nothing is known of its bound
    }
  }

  draw() {
    const standing = this.model.state?.standing;
    if (!standing) {
      fill(this, face("loading", t("panel.loading")));
      return;
    }
    const share = standing.of ? standing.booked / standing.of : 1;
    fill(
      this,
      this.fault && faultFace(this.fault, () => this.#askShort()),
      h(
        "p",
        { class: "figure" },
        h("strong", null, t("panel.figures.booked", { booked: number(standing.booked), of: number(standing.of) })),
        " ",
        h("span", { class: "quiet" }, standing.of ? percent(share) : ""),
      ),
      this.#violations(standing.violations, standing.more_violations ?? 0),
      this.#terms(standing),
      this.#planning(),
      this.#bottlenecks(),
    );
  }

  /** @param {any[]} violations @param {number} untold so many more there are */
  #violations(violations, untold) {
    if (!violations.length) return face("good", t("panel.figures.rules_kept"));
    const more = untold + Math.max(0, violations.length - SHOWN);
    const visitOf = (/** @type {any} */ one) => one.ids.find((/** @type {string} */ id) => this.model.visits.has(id));
    return h(
      "section",
      { class: "broken" },
      h("h4", null, t("panel.figures.broken", { n: violations.length + untold })),
      h(
        "ul",
        null,
        violations.slice(0, SHOWN).map((one, place) => {
          const visit = visitOf(one);
          return h("li", null, visit ? visitLink(this, visit, one.message, { key: `broken ${place}` }) : one.message);
        }),
      ),
      more > 0 && h("p", { class: "quiet" }, t("panel.more", { n: more })),
    );
  }

  /** @param {any} standing */
  #terms(standing) {
    const terms = Object.entries(standing.terms).filter(([, cost]) => cost > 0);
    return h(
      "section",
      null,
      h("h4", null, t("panel.figures.costs")),
      terms.length
        ? h(
            "table",
            { class: "costs" },
            h(
              "tbody",
              null,
              terms.map(([name, cost]) =>
                h("tr", null, h("th", { scope: "row" }, t(`panel.term.${name}`)), h("td", null, number(cost))),
              ),
              h(
                "tr",
                { class: "sum" },
                h("th", { scope: "row" }, t("panel.sum")),
                h("td", null, number(standing.cost)),
              ),
            ),
          )
        : h("p", { class: "quiet" }, t("panel.figures.nothing_costs")),
    );
  }

  #planning() {
    const figures = this.#job?.figures;
    if (!figures) return null;
    const best = figures.cost === figures.lower_bound;
    return h(
      "section",
      null,
      h("h4", null, t("panel.figures.planning")),
      h(
        "p",
        null,
        best
          ? t("panel.figures.best", { cost: number(figures.cost) })
          : t("panel.figures.gap", {
              cost: number(figures.cost),
              bound: number(figures.lower_bound),
              share: percent(figures.gap),
            }),
      ),
    );
  }

  #bottlenecks() {
    const { model } = this;
    if (!model.unbooked.length) return null;
    const title = h("h4", null, t("panel.figures.short"));
    if (this.#short === null) {
      return h(
        "section",
        null,
        title,
        button(t("panel.figures.find"), () => this.#askShort(), { key: "short" }),
      );
    }
    if (!this.#short.length)
      return h("section", null, title, h("p", { class: "quiet" }, t("panel.figures.not_short")));
    return h(
      "section",
      null,
      title,
      h(
        "ul",
        { class: "short" },
        this.#short.slice(0, 10).map((one) =>
          h(
            "li",
            null,
            t("panel.figures.missing", {
              competence: one.competence,
              unit: model.title(one.unit),
              day: day(one.date),
              n: one.missing,
            }),
            one.practitioner && one.hour_lets_in?.length
              ? ` ${t("panel.figures.hour", { person: model.title(one.practitioner), n: one.hour_lets_in.length })}`
              : null,
          ),
        ),
      ),
    );
  }

  async #askShort() {
    this.say(t("panel.why.looking"));
    const explained = await this.doing(() => explanation(/** @type {any} */ (this.board)));
    if (!explained) return;
    this.#short = explained.bottlenecks ?? [];
    this.say(t("panel.figures.found", { n: this.#short?.length ?? 0 }));
    this.redraw();
  }
}

customElements.define("dag-figures", FiguresPanel);
