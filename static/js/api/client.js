/**
 * The one way a page speaks to the REST interface. Refusals arrive as `ApiError` with a sentence for the person.
 */

/** An answer that is not the one asked for. `message` is what to show; `remedy` what to do about it. */
export class ApiError extends Error {
  /**
   * @param {number} status HTTP status; 0 when there was no answer at all
   * @param {string} what
   * @param {{where?: string, remedy?: string}} [rest]
   */
  constructor(status, what, { where = "", remedy = "" } = {}) {
    super(what);
    this.name = "ApiError";
    this.status = status;
    this.where = where;
    this.remedy = remedy;
  }
}

/**
 * @param {string} cookies as `document.cookie` has them
 * @param {string} name
 */
export function cookieValue(cookies, name) {
  for (const pair of cookies.split(";")) {
    const at = pair.indexOf("=");
    if (pair.slice(0, at).trim() === name) return decodeURIComponent(pair.slice(at + 1).trim());
  }
  return "";
}

/**
 * The token that shows a change comes from a page of this server. Over https its cookie bears the name that only this
 * very host can have set.
 *
 * @param {string} cookies as `document.cookie` has them
 */
export function csrfToken(cookies) {
  return cookieValue(cookies, "__Host-csrftoken") || cookieValue(cookies, "csrftoken");
}

/**
 * The sentence of a refusal, whatever shape the answer has.
 * @param {number} status
 * @param {unknown} body
 */
export function errorOf(status, body) {
  const error = /** @type {{error?: {what?: string, where?: string, do?: string}, detail?: string}} */ (body ?? {});
  if (error.error?.what) {
    return new ApiError(status, error.error.what, { where: error.error.where ?? "", remedy: error.error.do ?? "" });
  }
  if (typeof error.detail === "string") return new ApiError(status, error.detail);
  if (status === 404) return new ApiError(status, "This is not here (any more).", { remedy: "Go back to the start page." });
  if (status === 403) return new ApiError(status, "Your role does not allow this.", { remedy: "Ask the facilitator of the board." });
  if (status === 429) return new ApiError(status, "That was a lot at once.", { remedy: "Wait a moment, then try again." });
  return new ApiError(status, `The server could not do this (it answered ${status}).`, { remedy: "Try again in a moment." });
}

export class ApiClient {
  /**
   * @param {{fetch?: typeof globalThis.fetch, cookies?: () => string}} [edges]
   */
  constructor({ fetch = globalThis.fetch.bind(globalThis), cookies = () => document.cookie } = {}) {
    this.fetch = fetch;
    this.cookies = cookies;
  }

  /** @param {string} url @param {{signal?: AbortSignal}} [options] */
  get(url, options = {}) {
    return this.#ask("GET", url, undefined, options.signal);
  }

  /** @param {string} url @param {unknown} body @param {{signal?: AbortSignal}} [options] */
  post(url, body, options = {}) {
    return this.#ask("POST", url, body, options.signal);
  }

  /** @param {string} url @param {unknown} body */
  patch(url, body) {
    return this.#ask("PATCH", url, body);
  }

  /** @param {string} url */
  delete(url) {
    return this.#ask("DELETE", url);
  }

  /**
   * @param {string} method
   * @param {string} url
   * @param {unknown} [body]
   * @param {AbortSignal} [signal]
   * @returns {Promise<any>} the JSON of the answer; null where it has none
   */
  async #ask(method, url, body, signal) {
    /** @type {Record<string, string>} */
    const headers = { Accept: "application/json" };
    if (method !== "GET") headers["X-CSRFToken"] = csrfToken(this.cookies());
    if (body !== undefined) headers["Content-Type"] = "application/json";
    let answer;
    try {
      answer = await this.fetch(url, {
        method,
        headers,
        credentials: "same-origin",
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal ? { signal } : {}),
      });
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new ApiError(0, "The server does not answer.", { remedy: "Check the connection; what you changed is kept here." });
    }
    const text = await answer.text();
    const parsed = parse(text);
    if (!answer.ok) throw errorOf(answer.status, parsed);
    return parsed;
  }
}

/** @param {string} text */
function parse(text) {
  if (!text) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** @param {unknown} error */
export function isAbort(error) {
  return error instanceof Error && error.name === "AbortError";
}
