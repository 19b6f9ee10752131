// @ts-check
/**
 * <dag-planrun>: a plan is made of the board, seen growing, stopped or waited for, held against what stands, and
 * accepted or thrown away. `open()` and `start()` begin at once: load, plan, accept are three clicks. Seconds and moves
 * are asked for by a button, and by `ask()`.
 */

import { differenceTo } from "./asking.js";
import { marksOf } from "./bookings.js";
import { differenceView } from "./difference.js";
import { fill } from "./dom.js";
import { Panel } from "./element.js";
import { followed } from "./following.js";
import { inTheMaking, orderForm, whenOver } from "./planfaces.js";
import { isThrown, throwAway } from "./thrown.js";
import { t } from "./words.js";

const SECONDS = 10;

/** @typedef {"idle" | "asking" | "running" | "over"} Phase */

export class PlanRun extends Panel {
  /** @type {Phase} */
  #phase = "idle";
  /** @type {any} the job as it was last told */
  #job = null;
  /** @type {string | null} of the board that it was ordered from */
  #version = null;
  /** @type {import("./progress.js").Point[]} */
  #points = [];
  /** @type {any} */
  #difference = null;
  /** @type {Node | null} the same, drawn once: what is folded open stays so */
  #differs = null;
  /** @type {any[]} bookings of the plan when it is over */
  #bookings = [];
  #after = true;
  #seconds = SECONDS;
  /** @type {number | null} */
  #moves = null;
  #stopping = false;
  /** @type {ReturnType<typeof inTheMaking> | null} drawn once, so that a button is never changed under a click */
  #making = null;
  #begun = 0;
  /** How often it was begun anew: an answer to what was asked before is old. */
  #turn = 0;
  /** @type {string | null} the job that was shown last: it is not shown again by itself */
  #known = null;
  /** Whether what is shown was ordered elsewhere. */
  #elsewhere = false;
  /** @type {() => void} */
  #unfollow = () => {};

  /**
   * @param {any} _board
   * @param {AbortSignal} signal
   */
  opened(_board, signal) {
    this.#reset();
    document.addEventListener("replan", (event) => this.start(/** @type {CustomEvent} */ (event).detail), { signal });
    signal.addEventListener("abort", () => this.#unfollow());
    // A plan that another window throws away is gone here too.
    const thrown = () => {
      if (this.#elsewhere && this.#job && isThrown(this.#job.id)) this.#letGo();
    };
    window.addEventListener("storage", thrown, { signal });
    this.#lookForOrdered();
  }

  /** A plan of the board as it stands may have been ordered before the page was opened, or in another window. */
  #lookForOrdered() {
    const job = this.model.state?.job;
    if (!job || String(job.version) !== String(this.model.version) || isThrown(job.id)) return;
    if (job.id === this.#known) return;
    if (this.#elsewhere && this.#job) this.#letGo(); // they have ordered another instead
    if (this.#phase === "idle") this.#resume(job.id);
  }

  #letGo() {
    this.#leavePlan();
    this.#reset();
    this.redraw();
  }

  changed() {
    // What is shown before it is accepted changes the model's bookings, not its version.
    if (this.#phase === "over" && this.#isOld()) this.#compareNoMore();
    this.#lookForOrdered();
    super.changed();
  }

  #isOld() {
    return this.#version !== String(this.model.version);
  }

  /** Begin at once. */
  open() {
    if (this.#phase === "idle") this.start();
    else this.focusOn(this.#phase === "running" ? "stop" : "accept");
  }

  /** Ask for seconds and moves first; what is being made is thrown away. */
  async ask() {
    const { board } = this;
    const [job, seconds, moves] = [this.#job, this.#seconds, this.#moves];
    this.#leavePlan();
    this.#reset();
    this.#seconds = seconds;
    this.#moves = moves;
    this.#phase = "asking";
    this.hidden = false;
    this.redraw();
    this.focusOn("seconds");
    if (board && job) await this.#delete(job.id);
  }

  /**
   * Begin at once.
   *
   * @param {{timeLimit?: number, maxMoved?: number | null}} [how]
   */
  async start({ timeLimit = SECONDS, maxMoved = null } = {}) {
    const { board } = this;
    if (!board || this.#phase === "running") return;
    this.#reset();
    this.#seconds = timeLimit;
    this.#moves = maxMoved;
    this.#phase = "running";
    this.#begun = performance.now();
    this.#version = String(this.model.version);
    this.redraw();
    this.say(t("panel.plan.begins"));
    const job = await board.plan({ timeLimit, ...(maxMoved === null ? {} : { maxMoved }) });
    if (!job) {
      this.fault = board.failed;
      this.#phase = "asking";
      this.redraw();
      return;
    }
    this.#follow(job);
    this.focusOn("stop");
  }

  /** A plan that was not ordered by this page. @param {string} id */
  async #resume(id) {
    const { board } = this;
    if (!board) return;
    this.#version = String(this.model.version);
    this.#known = id;
    let job;
    try {
      job = await board.api.get(`/plans/${encodeURIComponent(id)}`);
    } catch {
      return; // thrown away
    }
    if (board !== this.board || this.#phase !== "idle") return;
    this.#elsewhere = true;
    const made = Math.round(job.plan?.run?.wall_seconds ?? 0);
    this.#seconds = Math.max(SECONDS, made);
    if (job.ended === null) {
      this.#phase = "running";
      this.#begun = performance.now() - (Date.now() - Date.parse(job.created));
      this.#follow(job);
    } else this.#end(job);
    this.redraw();
  }

  /** @param {any} job */
  #follow(job) {
    this.#job = job;
    this.#known = job.id;
    this.#unfollow = followed(/** @type {any} */ (this.board), job.id, {
      told: (state, over) => {
        this.#job = state;
        if (state.figures) this.#points.push(state.figures);
        if (over) this.#end(state);
        this.redraw();
      },
      grown: (bookings) => {
        if (!this.#isOld()) this.model.preview(bookings);
      },
      tick: () => this.#making?.update(this.#progress()),
    });
  }

  /** @param {any} job */
  async #end(job) {
    const { board } = this;
    if (!board) return;
    this.#unfollow();
    this.#job = job;
    this.#phase = "over";
    this.#stopping = false;
    this.redraw();
    const turn = this.#turn;
    try {
      const whole = await board.api.get(`/plans/${encodeURIComponent(job.id)}`);
      if (turn !== this.#turn) return;
      this.#job = whole;
      if (!whole.plan || this.#isOld()) {
        this.model.preview(null);
        this.redraw();
        return;
      }
      this.#bookings = whole.plan.bookings;
      this.#show(true);
      const difference = await differenceTo(board, { plan: job.id });
      if (turn !== this.#turn) return; // accepted, or thrown away, before it was compared
      this.#difference = difference;
      this.#differs = differenceView(this, difference);
      this.#show(this.#after);
      this.say(difference.message);
    } catch (fault) {
      if (turn !== this.#turn) return;
      this.fault = fault;
    }
    this.redraw();
    this.focusOn("accept");
  }

  /** Before, or after, on the board. @param {boolean} after */
  #show(after) {
    this.#after = after;
    this.model.preview(after ? this.#bookings : null);
    this.tell("marks", { marks: after && this.#difference ? marksOf(this.#difference) : null });
    this.redraw();
  }

  #compareNoMore() {
    this.#difference = null;
    this.#bookings = [];
    this.tell("marks", { marks: null });
  }

  /** The board as it stands again. */
  #leavePlan() {
    if (this.#phase === "over" || this.#phase === "running") {
      this.model.preview(null);
      this.tell("marks", { marks: null });
    }
  }

  #reset() {
    this.#unfollow();
    this.#unfollow = () => {};
    this.#turn += 1;
    this.#making = null;
    this.#phase = "idle";
    this.#elsewhere = false;
    this.#job = this.#difference = this.#differs = this.fault = null;
    this.#points = [];
    this.#bookings = [];
    this.#stopping = false;
    this.#after = true;
  }

  async #stop() {
    this.#stopping = true;
    this.redraw();
    this.say(t("panel.plan.stopping"));
    await /** @type {any} */ (this.board).stopPlan(this.#job.id);
  }

  async #accept() {
    const job = this.#job.id;
    this.#leavePlan();
    const update = await this.doing(() => /** @type {any} */ (this.board).acceptPlan(job));
    if (update) this.#reset();
    this.redraw();
  }

  /** @param {string} job */
  async #delete(job) {
    throwAway(job);
    await /** @type {any} */ (this.board).stopPlan(job);
  }

  async #discard() {
    const { board } = this;
    const job = this.#job?.id;
    this.#leavePlan();
    this.#reset();
    this.redraw();
    this.say(t("panel.plan.thrown_away"));
    if (board && job) await this.#delete(job);
  }

  /** @param {string} key */
  focusOn(key) {
    queueMicrotask(() => {
      const elsewhere = document.activeElement !== document.body && !this.contains(document.activeElement);
      // Whoever is at something else meanwhile is left there; the button that began it is done with.
      if (elsewhere && document.activeElement?.id !== "plan") return;
      /** @type {HTMLElement | null} */ (this.querySelector(`[data-key="${key}"]`))?.focus();
    });
  }

  draw() {
    this.hidden = this.#phase === "idle";
    const phase = this.#phase;
    if (phase === "running" && this.#making && this.contains(this.#making.element)) {
      this.#running();
      return;
    }
    fill(
      this,
      phase === "asking"
        ? this.#form()
        : phase === "running"
          ? this.#running()
          : phase === "over"
            ? this.#over()
            : null,
    );
  }

  #form() {
    return orderForm({
      booked: this.model.placed.size > 0,
      seconds: this.#seconds,
      moves: this.#moves,
      fault: this.fault,
      begin: (how) => this.start(how),
      cancel: () => this.#discard(),
    });
  }

  #running() {
    this.#making ??= inTheMaking({
      seconds: this.#seconds,
      stop: () => this.#stop(),
      otherwise: () => this.ask(),
    });
    this.#making.update(this.#progress());
    return this.#making.element;
  }

  #progress() {
    return {
      points: this.#points,
      elapsed: (performance.now() - this.#begun) / 1000,
      figures: this.#job?.figures,
      old: this.#isOld(),
      stopping: this.#stopping,
      begun: this.#job !== null,
    };
  }

  #over() {
    return whenOver({
      job: this.#job,
      fault: this.fault,
      old: this.#isOld(),
      after: this.#after,
      differs: this.#differs,
      show: (after) => this.#show(after),
      accept: () => this.#accept(),
      again: () => this.start({ timeLimit: this.#seconds, maxMoved: this.#moves }),
      discard: () => this.#discard(),
      otherwise: () => this.ask(),
    });
  }
}

customElements.define("dag-planrun", PlanRun);
