// @ts-check
/** Details of a visit beside it, on hover and on focus: it can be pointed at, and Escape takes it away. */

import { element } from "./draw.js";
import { detailsOf } from "./label.js";
import { cellAt } from "./near.js";

/** @typedef {import("./timeline.js").Timeline} Timeline */

/** Milliseconds before it shows, and before it goes when the pointer has left. */
const SOON = 250;
const GRACE = 200;
let made = 0;

export class Tip {
  /** @param {Timeline} host */
  constructor(host) {
    this.host = host;
    this.el = element("tl-tip", "tooltip", host.root);
    made += 1;
    this.el.id = `tl-tip-${made}`;
    this.el.hidden = true;
    /** @type {string|null} */ this.visit = null;
    /** @type {ReturnType<typeof setTimeout>|undefined} */ this.timer = undefined;
    const { scroller } = host;
    scroller.addEventListener("pointerover", (event) => this.over(event));
    scroller.addEventListener("pointerleave", () => this.leave());
    scroller.addEventListener("focusin", (event) => this.focus(event));
    scroller.addEventListener("focusout", () => this.leave());
    scroller.addEventListener("pointerdown", () => this.hide());
    this.el.addEventListener("pointerenter", () => clearTimeout(this.timer));
    this.el.addEventListener("pointerleave", () => this.leave());
    // Also where the focus is elsewhere: what shows on hover has to go by keyboard.
    host.ownerDocument.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented && this.hide()) event.preventDefault();
    });
  }

  /** @param {PointerEvent} event */
  over(event) {
    if (event.pointerType === "touch" || this.host.move) return;
    const cell = cellAt(event);
    if (!cell) return this.leave();
    clearTimeout(this.timer);
    if (cell.dataset.visit === this.visit) return;
    this.timer = setTimeout(() => this.show(cell), this.visit === null ? SOON : 80);
  }

  /** @param {FocusEvent} event */
  focus(event) {
    const cell = cellOf(event.target);
    if (cell?.matches(":focus-visible") && !this.host.move) this.show(cell);
  }

  leave() {
    clearTimeout(this.timer);
    if (this.visit !== null) this.timer = setTimeout(() => this.hide(), GRACE);
  }

  /** Whether there was one to hide. */
  hide() {
    clearTimeout(this.timer);
    if (this.visit === null) return false;
    this.visit = null;
    this.el.hidden = true;
    this.host.invalidate();
    this.host.scroller.querySelector(`[aria-describedby="${this.el.id}"]`)?.removeAttribute("aria-describedby");
    return true;
  }

  /** @param {HTMLElement} cell */
  show(cell) {
    const { model, marks } = this.host;
    const placed = model.placed.get(cell.dataset.visit ?? "");
    if (!placed || !cell.isConnected || this.host.move) return;
    this.hide();
    this.visit = placed.visit;
    const { heading, lines, chain } = detailsOf(model, placed, marks.get(placed.visit));
    const top = document.createElement("strong");
    top.textContent = heading;
    const list = document.createElement("dl");
    for (const [name, value] of lines) {
      list.append(text("dt", name), text("dd", value));
    }
    this.el.replaceChildren(top, list);
    if (chain.length) {
      const steps = document.createElement("ol");
      steps.append(...chain.map((one) => text("li", one)));
      this.el.append(steps);
    }
    cell.setAttribute("aria-describedby", this.el.id);
    this.el.hidden = false;
    this.host.invalidate();
    beside(this.el, cell.getBoundingClientRect());
  }
}

/** Put something under or over a box, within the window. @param {HTMLElement} el @param {{left: number, top: number, bottom: number}} box */
export function beside(el, box) {
  const { innerWidth, innerHeight } = globalThis;
  const { offsetWidth: width, offsetHeight: height } = el;
  const left = Math.max(4, Math.min(box.left, innerWidth - width - 4));
  const under = box.bottom + 2;
  const top = under + height <= innerHeight ? under : Math.max(4, box.top - height - 2);
  el.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
}

/** @param {"dt"|"dd"|"li"} tag @param {string} words */
function text(tag, words) {
  const el = document.createElement(tag);
  el.textContent = words;
  return el;
}

/** @param {EventTarget|null} target */
function cellOf(target) {
  const found = target instanceof Element ? target.closest(".tl-visit") : null;
  return found instanceof HTMLElement ? found : null;
}
