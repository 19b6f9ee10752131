// @ts-check
/** The public HTTP API as the page asks it: JSON in and out, and every refusal an ApiError. */

/** @typedef {{place: string, code: string, message: string, params?: object|null, count?: number}} ProblemOfInput */
/**
 * @typedef {object} Options
 * @property {unknown} [json] A body that goes as JSON.
 * @property {BodyInit} [body] A body as it is, with `type`.
 * @property {string} [type] Media type of `body`.
 * @property {string} [ifMatch] The version that a write has seen, without quotes.
 * @property {string} [ifNoneMatch] The version that a reader has, without quotes.
 * @property {Record<string, string|number|boolean|null|undefined|(string|number)[]>} [query] What is left out or null is not sent.
 * @property {string} [accept] Media type wanted; JSON where left out.
 * @property {AbortSignal} [signal]
 */
/** @typedef {{status: number, data: any, blob: Blob|null, version: string|null, location: string|null, headers: Headers}} Answer */

/** Something that was not done. */
export class ApiError extends Error {
  /**
   * @param {number} status Of HTTP; 0: nobody answered.
   * @param {string} code A stable word; `offline` where nobody answered.
   * @param {string} detail For people, in the page's language.
   * @param {ProblemOfInput[]} problems All that is wrong with what was sent.
   * @param {Record<string, any>} extra Further members of the answer.
   */
  constructor(status, code, detail = "", problems = [], extra = {}) {
    super(detail || code);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.problems = problems;
    this.extra = extra;
  }
}

export class Api {
  /**
   * @param {{language?: string, base?: string, fetch?: typeof globalThis.fetch}} [settings]
   *   `base`: what stands before `/v1` where the service has not a host of its own.
   */
  constructor({ language = "en", base = "", fetch = globalThis.fetch.bind(globalThis) } = {}) {
    this.language = language;
    this.base = base;
    this.fetch = fetch;
  }

  /**
   * The address of something, to be opened or linked.
   * @param {string} path With or without `/v1`.
   * @param {Options["query"]} [query]
   */
  address(path, query = {}) {
    const whole = path.startsWith("/v1/") ? path : `/v1${path.startsWith("/") ? "" : "/"}${path}`;
    const asked = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      for (const one of Array.isArray(value) ? value : [value]) {
        if (one !== null && one !== undefined) asked.append(name, String(one));
      }
    }
    const text = asked.toString();
    return `${this.base}${whole}${text && (whole.includes("?") ? "&" : "?")}${text}`;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {Options} [options]
   * @returns {Promise<Answer>} Also of 304, with no data.
   */
  async ask(method, path, options = {}) {
    const headers = new Headers({ "Accept-Language": this.language, Accept: options.accept ?? "application/json" });
    /** @type {RequestInit} */
    const sent = { method, headers, credentials: "same-origin", cache: "no-store", signal: options.signal };
    if (options.json !== undefined) {
      headers.set("Content-Type", "application/json");
      sent.body = JSON.stringify(options.json);
    } else if (options.body !== undefined) {
      if (options.type) headers.set("Content-Type", options.type);
      sent.body = options.body;
    }
    if (options.ifMatch !== undefined) headers.set("If-Match", `"${options.ifMatch}"`);
    if (options.ifNoneMatch !== undefined) headers.set("If-None-Match", `"${options.ifNoneMatch}"`);
    let response;
    try {
      response = await this.fetch(this.address(path, options.query), sent);
    } catch (error) {
      if (options.signal?.aborted) throw error;
      throw new ApiError(0, "offline");
    }
    if (!response.ok && response.status !== 304) throw await refusalOf(response);
    return read(response, options.signal);
  }

  /** @param {string} path @param {Options} [options] @returns {Promise<any>} The JSON of the answer. */
  async get(path, options) {
    return (await this.ask("GET", path, options)).data;
  }

  /** @param {string} path @param {unknown} [json] @param {Options} [options] @returns {Promise<any>} */
  async post(path, json, options = {}) {
    return (await this.ask("POST", path, json === undefined ? options : { ...options, json })).data;
  }

  /** @param {string} path @param {Options} [options] @returns {Promise<any>} */
  async del(path, options) {
    return (await this.ask("DELETE", path, options)).data;
  }
}

/** The version that an ETag names: without quotes, and without the mark of a weak one. @param {string|null} etag */
export function versionOf(etag) {
  return etag === null ? null : etag.replace(/^W\//, "").replace(/^"|"$/g, "");
}

/** @param {Response} response @param {AbortSignal} [signal] @returns {Promise<Answer>} */
async function read(response, signal) {
  const { status, headers } = response;
  const form = headers.get("Content-Type") ?? "";
  let data = null;
  let blob = null;
  try {
    if (status === 204 || status === 304) data = null;
    else if (/^application\/([\w.+-]*\+)?json\b/.test(form)) data = await response.json();
    else blob = await response.blob();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(0, "offline"); // the connection broke in the middle of the answer
  }
  return { status, data, blob, version: versionOf(headers.get("ETag")), location: headers.get("Location"), headers };
}

/** @param {Response} response */
async function refusalOf(response) {
  try {
    const { type: _type, title: _title, status: _status, code, detail, problems, ...extra } = await response.json();
    const retry = Number(response.headers.get("Retry-After"));
    if (retry) extra.retrySeconds = retry;
    return new ApiError(response.status, code ?? "refused", detail ?? "", problems ?? [], extra);
  } catch {
    // Not ours: a proxy's own page.
    return new ApiError(response.status, response.status >= 500 ? "offline" : "refused");
  }
}
