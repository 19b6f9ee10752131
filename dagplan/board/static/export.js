// @ts-check
/** <dag-export>: the board as a file in every form, the report as a page, and what is shown on paper. */

import { pathOf } from "./asking.js";
import { DialogPanel } from "./dialog.js";
import { h } from "./dom.js";
import { button, faultFace } from "./element.js";
import { t } from "./words.js";

const FORMS = ["xlsx", "html", "csv", "ics", "calendars", "json", "fhir", "oracle"];
/** Those of the service that people use first. */
const ENDINGS = new Map([
  ...FORMS.map((one) => /** @type {[string, string]} */ ([one, one])),
  ["csv", "csv.zip"],
  ["calendars", "ics.zip"],
  ["fhir", "fhir.json"],
  ["oracle", "oracle.zip"],
]);

export class ExportDialog extends DialogPanel {
  /** @type {string | null} the form that is being fetched */
  #fetching = null;

  get heading() {
    return t("panel.export.title");
  }

  contents() {
    return h(
      "div",
      null,
      this.fault && faultFace(this.fault),
      h(
        "ul",
        { class: "forms" },
        FORMS.map((form) =>
          h(
            "li",
            null,
            h(
              "div",
              null,
              h("strong", null, t(`panel.export.${form}`)),
              h("p", { class: "quiet" }, t(`panel.export.${form}_hint`)),
            ),
            button(
              this.#fetching === form ? t("panel.export.fetching") : t("panel.export.take"),
              () => this.#take(form),
              {
                key: `form ${form}`,
                disabled: this.#fetching !== null,
                "aria-label": t("panel.export.take_label", { form: t(`panel.export.${form}`) }),
              },
            ),
          ),
        ),
      ),
      h("h3", null, t("panel.export.paper")),
      h("p", { class: "quiet" }, t("panel.export.paper_hint")),
      h(
        "div",
        { class: "actions" },
        button(t("panel.export.print"), () => this.#print(), { key: "print" }),
        h(
          "a",
          { class: "button", href: this.#report(), target: "_blank", rel: "noopener", key: "report" },
          t("panel.export.report"),
        ),
      ),
    );
  }

  #report() {
    const { board } = this;
    return board ? board.api.address(pathOf(board, "/report")) : "";
  }

  /** @param {string} form */
  async #take(form) {
    const { board } = this;
    if (!board) return;
    this.#fetching = form;
    this.draw();
    const answer = await this.doing(() => board.api.ask("GET", pathOf(board, `/files/${form}`), { accept: "*/*" }));
    this.#fetching = null;
    this.redraw();
    if (!answer) return;
    const body = answer.blob ?? new Blob([JSON.stringify(answer.data, null, 2)], { type: "application/json" });
    save(body, `${fileName(this.model.state?.name)}.${ENDINGS.get(form)}`);
    this.say(t("panel.export.saved", { form: t(`panel.export.${form}`) }));
  }

  #print() {
    this.close();
    window.print();
  }
}

/** A name that is one on every system. @param {string | null | undefined} name */
export function fileName(name) {
  const safe = (name ?? "").replace(/[^\p{L}\p{N}_-]+/gu, "-").replace(/^-+|-+$/g, "");
  return safe || "dagplan";
}

/** @param {Blob} body @param {string} name */
function save(body, name) {
  const address = URL.createObjectURL(body);
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

customElements.define("dag-export", ExportDialog);
