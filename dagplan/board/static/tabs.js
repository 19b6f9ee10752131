// @ts-check
/** Tabs by mouse and keyboard: arrows go between them. */

export class Tabs {
  /** @param {HTMLElement} list */
  constructor(list) {
    /** @type {HTMLElement[]} */
    this.tabs = [...list.querySelectorAll('[role="tab"]')].map((one) => /** @type {HTMLElement} */ (one));
    for (const tab of this.tabs) tab.addEventListener("click", () => this.choose(tab.id));
    list.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      const at = this.tabs.findIndex((one) => one.getAttribute("aria-selected") === "true");
      const last = this.tabs.length - 1;
      const next = Math.abs(step) === 1 ? (at + step + last + 1) % (last + 1) : step < 0 ? 0 : last;
      this.choose(this.tabs[next].id);
      this.tabs[next].focus();
    });
  }

  /** Open one. @param {string} id Of its tab. */
  choose(id) {
    for (const tab of this.tabs) {
      const chosen = tab.id === id;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      const pane = document.getElementById(tab.getAttribute("aria-controls") ?? "");
      if (pane) pane.hidden = !chosen;
    }
  }
}
