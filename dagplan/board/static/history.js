// @ts-check
/** <dag-history>: every step of the board in words, the undone ones grey; any of them is gone back or forth to. */

import { stepsOf } from "./asking.js";
import { DialogPanel } from "./dialog.js";
import { h } from "./dom.js";
import { button, face, faultFace } from "./element.js";
import { t, when } from "./words.js";

const SAID = 4;
/** Sentences of a step that are shown at once. */

export class HistoryDialog extends DialogPanel {
  /** @type {any[] | null} */
  #steps = null;

  get heading() {
    return t("panel.history.title");
  }

  open() {
    super.open();
    this.#look();
  }

  changed() {
    if (this.isOpen && !this.busy) this.#look();
  }

  async #look() {
    try {
      this.#steps = await stepsOf(/** @type {any} */ (this.board));
      this.fault = null;
    } catch (fault) {
      this.fault = fault;
    }
    this.redraw();
  }

  contents() {
    if (this.fault) return faultFace(this.fault, () => this.#look());
    if (this.#steps === null) return face("loading", t("panel.loading"));
    if (!this.#steps.length) return face("empty", t("panel.history.none"));
    const position = this.model.state?.position ?? 0;
    const rows = [...this.#steps].reverse().map((one) => this.#row(one, position));
    return h("ol", { class: "steps", reversed: true }, rows, this.#start(position));
  }

  /** @param {any} step @param {number} position */
  #row(step, position) {
    const said = step.messages;
    const here = step.number === position;
    return h(
      "li",
      { class: `step${step.undone ? " undone" : ""}`, "aria-current": here ? "step" : null },
      h(
        "div",
        null,
        h(
          "p",
          { class: "quiet" },
          when(step.at),
          step.undone && h("span", { class: "tag" }, t("panel.history.undone")),
        ),
        said.length > SAID
          ? h("details", null, h("summary", null, said[0]), sentences(said.slice(1)))
          : sentences(said),
      ),
      here
        ? h("span", { class: "tag" }, t("panel.history.here"))
        : button(t("panel.history.go"), () => this.#go(step.number), {
            key: `go ${step.number}`,
            "aria-label": t("panel.history.go_label", { number: step.number }),
          }),
    );
  }

  /** @param {number} position */
  #start(position) {
    return h(
      "li",
      { class: "step", "aria-current": position === 0 ? "step" : null },
      h("p", null, t("panel.history.start")),
      position === 0
        ? h("span", { class: "tag" }, t("panel.history.here"))
        : button(t("panel.history.go"), () => this.#go(0), {
            key: "go 0",
            "aria-label": t("panel.history.go_start"),
          }),
    );
  }

  /** Undo or redo until the board stands where it did. @param {number} wanted */
  async #go(wanted) {
    const { board } = this;
    if (!board) return;
    await this.doing(async () => {
      for (;;) {
        const position = board.model.state.position;
        if (position === wanted) return true;
        if (!(await (position > wanted ? board.undo() : board.redo()))) return null;
      }
    });
    this.#look();
  }
}

/** @param {string[]} messages */
const sentences = (messages) =>
  h(
    "ul",
    null,
    messages.map((one) => h("li", null, one)),
  );

customElements.define("dag-history", HistoryDialog);
