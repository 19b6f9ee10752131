// @ts-check
/** One open board: the model, and everything that is asked of the service for it. */

import { ApiError } from "./api.js";

/** @typedef {import("./api.js").Api} Api */
/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("./api.js").Options} Options */

const LOOK_MS = 4000;

/** Sentences have names where the API would have ids, as everything else on the page has. */
export const NAMED = { names: true };

/**
 * Writes go one after the other, each with the version that is on the screen. What fails is told by an event and gives
 * null: nobody who asks has to catch anything.
 *
 * Events, with their `detail`:
 * - `said` {messages, update}: a write was done
 * - `conflict` {changed, request}: the board is another than it was here, and is now shown as it is; `changed` says how in
 *   sentences, `request` whether hours, people or requests are others too
 * - `error` {error}: an ApiError
 * - `busy` {busy}: whether a write is under way
 * - `online` {online}: whether the service answers
 * - `state`: name, job or figures were looked at again
 */
export class Board extends EventTarget {
  /** @param {Api} api @param {Model} model */
  constructor(api, model) {
    super();
    this.api = api;
    this.model = model;
    this.id = "";
    this.online = true;
    /** @type {ApiError|null} What failed last. */
    this.failed = null;
    /** @private */ this.writes = Promise.resolve();
    /** @private */ this.writing = 0;
    /** @private How often this page has changed or read the board: an answer to what was asked before is old. */
    this.turn = 0;
    /** @private @type {{version: number, tag: string|null}|null} What the board was known by when it was looked at last. */
    this.seen = null;
    /** @private @type {Map<string, AbortController>} */ this.asking = new Map();
    /** @private @type {ReturnType<typeof setInterval>|undefined} */ this.looking = undefined;
  }

  /** The API's Board as it stands. */
  get state() {
    return this.model.state;
  }

  /** Whether a write is under way. */
  get busy() {
    return this.writing > 0;
  }

  /**
   * Read a board, and look every few seconds whether somebody else has changed it.
   * @param {string} id
   * @returns {Promise<boolean>} Whether it is there; `failed` says why not.
   */
  async open(id) {
    this.id = id;
    const read = await this.trying(() => this.readAll());
    if (!read) return false;
    this.turn += 1;
    this.model.replace(read.request, read.state);
    clearInterval(this.looking);
    this.looking = setInterval(() => this.look(), LOOK_MS);
    return true;
  }

  /** Look no more. */
  close() {
    clearInterval(this.looking);
    for (const one of this.asking.values()) one.abort();
  }

  // ---- writes: each gives the API's BoardUpdate, or null

  /** @param {object[]} changes The contract's. */
  apply(changes) {
    return this.write("/steps", { changes });
  }

  /** @param {object} offer The contract's, as it was given. */
  takeOffer(offer) {
    return this.write("/steps", { offer });
  }

  undo() {
    return this.write("/undo");
  }

  redo() {
    return this.write("/redo");
  }

  /** Make the board's bookings those of a plan that was ordered from it. @param {string} job */
  acceptPlan(job) {
    return this.write("/accept", { plan: job });
  }

  /** @private @param {string} path @param {object} [json] @returns {Promise<any>} */
  write(path, json) {
    const done = this.writes.then(() => this.written(path, json));
    this.writes = done.then(
      () => {},
      () => {},
    );
    this.writing += 1;
    if (this.writing === 1) this.tell("busy", { busy: true });
    return done.finally(() => {
      this.writing -= 1;
      if (!this.writing) this.tell("busy", { busy: false });
    });
  }

  /** @private @param {string} path @param {object} [json] */
  async written(path, json) {
    this.turn += 1;
    const version = String(this.model.version);
    const asked = { ifMatch: version, query: NAMED, ...(json ? { json } : {}) };
    const update = await this.trying(async () => (await this.api.ask("POST", this.path(path), asked)).data);
    if (!update) return null;
    this.turn += 1;
    const request = update.request_changed ? await this.trying(() => this.api.get(this.path("/request"))) : null;
    if (request) this.model.replace(request, update.board);
    else this.model.take(update);
    this.tell("said", { messages: update.messages, update });
    return update;
  }

  // ---- questions: the answer, or null where it failed or another question of its kind came after it

  /** Where a visit, or a whole request, may be. @param {string} of Id of the one or the other. */
  allowed(of) {
    return this.question("allowed", "/allowed", { of });
  }

  /**
   * What would be if a visit were put somewhere.
   * @param {{visit: string, practitioner: string, unit: string, start: string, whole: boolean}} where
   */
  placing({ visit, practitioner, unit, start, whole }) {
    return this.question("placing", "/placing", { visit, practitioner, unit, start, whole });
  }

  /**
   * The best other places of a request; or who fits a free time best.
   * @param {{request?: string, free?: {practitioner: string, start: string, end: string}, count?: number, allowMoves?: number}} what
   * @returns {Promise<any[]|null>}
   */
  async offers({ request, free, count = 5, allowMoves = 0 }) {
    const asked = free
      ? { free: `${free.practitioner},${free.start},${free.end}`, count }
      : { request, count, allow_moves: allowMoves };
    const found = await this.question("offers", "/offers", asked);
    return found && (found.offers ?? found);
  }

  /** Why a request is not booked, and what would let it in; of all unbooked where none is named. @param {string} [request] */
  explain(request) {
    return this.question("explain", "/explain", { request });
  }

  /** @param {{plan?: string, board?: string}} other */
  difference({ plan, board }) {
    return this.question("difference", "/difference", { plan, board });
  }

  /** @returns {Promise<any[]|null>} */
  async steps() {
    return (await this.question("steps", "/steps", {}))?.items ?? null;
  }

  /** @private @param {string} kind @param {string} path @param {Options["query"]} query */
  async question(kind, path, query) {
    this.asking.get(kind)?.abort();
    const asking = new AbortController();
    this.asking.set(kind, asking);
    const { signal } = asking;
    const found = await this.trying(
      () => this.api.get(this.path(path), { query: { ...query, ...NAMED }, signal }),
      signal,
    );
    return signal.aborted ? null : found;
  }

  // ---- plans and variants

  /**
   * Order a plan of the board as it stands.
   * @param {{timeLimit?: number, maxMoved?: number}} [how]
   * @returns {Promise<any|null>} The job.
   */
  async plan({ timeLimit, maxMoved } = {}) {
    const json = {
      ...(timeLimit === undefined ? {} : { time_limit: timeLimit }),
      ...(maxMoved === undefined ? {} : { max_moved: maxMoved }),
    };
    return this.trying(() => this.api.post(this.path("/plan"), json));
  }

  /** A job, with its plan so far. @param {string} job */
  planSoFar(job) {
    return this.trying(() => this.api.get(`/plans/${encodeURIComponent(job)}`));
  }

  /** Stop a plan in the making and keep the best; delete one that is over. @param {string} job */
  stopPlan(job) {
    return this.trying(async () => (await this.api.ask("DELETE", `/plans/${encodeURIComponent(job)}`)).status);
  }

  /**
   * How a job stands, whenever it changes, until it is over.
   * @param {string} job
   * @param {(state: any, over: boolean) => void} onState
   * @returns {() => void} Ends it.
   */
  followPlan(job, onState) {
    const events = new EventSource(this.api.address(`/plans/${encodeURIComponent(job)}/events`));
    const heard = (/** @type {MessageEvent} */ event) => {
      this.reached(true);
      const over = event.type === "end";
      if (over) events.close();
      onState(JSON.parse(event.data), over);
    };
    events.addEventListener("state", heard);
    events.addEventListener("end", heard);
    events.addEventListener("error", () => {
      if (events.readyState !== EventSource.CLOSED) return; // it comes back by itself
      // Refused: gone, or whoever asked is no longer let in.
      this.planSoFar(job).then((state) => state && onState(state, state.ended !== null));
    });
    return () => events.close();
  }

  /** A new board that begins as this one stands. @param {string} name @returns {Promise<any|null>} */
  variant(name) {
    return this.trying(() => this.api.post(this.path("/variants"), undefined, { query: { name } }));
  }

  // ---- what others do

  /** Look whether the board is another than here. */
  async look() {
    if (globalThis.document?.hidden || this.busy) return;
    const turn = this.turn;
    try {
      const seen = this.seen?.version === this.model.version ? this.seen.tag : null;
      const known = { ifNoneMatch: seen ?? String(this.model.version), query: NAMED };
      const { status, data, version: tag } = await this.api.ask("GET", this.path(""), known);
      this.reached(true);
      if (status === 304 || turn !== this.turn || this.busy) return;
      this.seen = { version: data.version, tag };
      if (data.version === this.model.version) {
        this.model.refresh(data);
        this.tell("state", {});
      } else await this.becomeOther(null);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code === "offline") this.reached(false);
      else if (turn === this.turn) this.fail(error);
    }
  }

  /**
   * Show the board as somebody else has made it.
   * @private
   * @param {string[]|null} changed What was changed, in sentences; null: look into the steps.
   */
  async becomeOther(changed) {
    const before = this.state.position;
    const [read, steps] = await Promise.all([
      this.readAll(),
      changed ? null : this.api.get(this.path("/steps"), { query: NAMED }),
    ]);
    this.turn += 1;
    this.model.replace(read.request, read.state);
    const sentences = changed ?? sentencesOf(steps.items, before, read.state.position);
    this.tell("conflict", { changed: sentences, request: true });
  }

  /** @private */
  async readAll() {
    // Two answers of one version: whoever writes in between is waited for.
    for (let tries = 0; ; tries += 1) {
      const [state, request] = await Promise.all([
        this.api.get(this.path(""), { query: NAMED }),
        this.api.ask("GET", this.path("/request")),
      ]);
      if (request.version === null || request.version === String(state.version) || tries === 3) {
        return { state, request: request.data };
      }
    }
  }

  /** @private @param {string} path */
  path(path) {
    return `/boards/${encodeURIComponent(this.id)}${path}`;
  }

  /**
   * @private
   * @template T
   * @param {() => Promise<T>} ask
   * @param {AbortSignal} [signal]
   * @returns {Promise<T|null>}
   */
  async trying(ask, signal) {
    try {
      const found = await ask();
      this.failed = null;
      this.reached(true);
      return found;
    } catch (error) {
      if (signal?.aborted) return null;
      if (!(error instanceof ApiError)) throw error;
      if (error.code === "board_changed") await this.lost(error);
      else this.fail(error);
      return null;
    }
  }

  /** @private @param {ApiError} error */
  async lost(error) {
    this.failed = error;
    try {
      await this.becomeOther(error.extra.changed ?? null);
    } catch (again) {
      if (!(again instanceof ApiError)) throw again;
      this.fail(again);
    }
  }

  /** @private @param {ApiError} error */
  fail(error) {
    this.failed = error;
    if (error.code === "offline") this.reached(false);
    this.tell("error", { error });
  }

  /** @private @param {boolean} online */
  reached(online) {
    if (online === this.online) return;
    this.online = online;
    this.tell("online", { online });
  }

  /** @private @param {string} kind @param {object} detail */
  tell(kind, detail) {
    this.dispatchEvent(new CustomEvent(kind, { detail }));
  }
}

/**
 * What was done, or undone, between two positions of a board.
 * @param {{number: number, messages: string[]}[]} steps
 * @param {number} before
 * @param {number} after
 */
function sentencesOf(steps, before, after) {
  const [low, high] = before < after ? [before, after] : [after, before];
  return steps.filter(({ number }) => number > low && number <= high).flatMap(({ messages }) => messages);
}
