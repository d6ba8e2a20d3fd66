import {CallerSDKError} from './error.js';
import {newKey} from './keys.js';
import {backoff, pause, within} from './timing.js';

/** Calls the API: with the key, within a time limit, and again where an answer may still come of it. */
export class Http {
  #base;
  #apiKey;
  #timeoutMs;
  #retry;

  /**
   * @param {{baseUrl: string, apiKey: string, requestTimeoutMs: number,
   *          retry: {attempts: number, baseMs: number, maxMs: number}}} settings
   */
  constructor({baseUrl, apiKey, requestTimeoutMs, retry}) {
    this.#base = baseUrl;
    this.#apiKey = apiKey;
    this.#timeoutMs = requestTimeoutMs;
    this.#retry = retry;
  }

  /**
   * @param {string} path
   * @param {{signal?: AbortSignal, attempts?: number, timeoutMs?: number}} [options]
   */
  get(path, options) {
    return this.#persistently({method: 'GET', path, headers: {}}, options);
  }

  /**
   * Something that changes what is recorded. All attempts carry one key, by which the server does it once.
   * @param {string} method
   * @param {string} path
   * @param {object} [body]
   * @param {{signal?: AbortSignal, attempts?: number, idempotencyKey?: string}} [options]
   */
  change(method, path, body, {idempotencyKey = newKey(), ...options} = {}) {
    const headers = {'Idempotency-Key': idempotencyKey};
    if (body === undefined) {
      return this.#persistently({method, path, headers}, options);
    }
    headers['Content-Type'] = 'application/json';
    return this.#persistently({method, path, headers, body: JSON.stringify(body)}, options);
  }

  /**
   * Opens an answer that is read as it comes.
   * @param {string} path
   * @param {Record<string, string>} headers
   * @param {AbortSignal} signal
   * @returns {Promise<Response>}
   */
  async open(path, headers, signal) {
    const response = await this.#fetch({method: 'GET', path, headers}, signal);
    if (!response.ok) {
      throw await refusal({method: 'GET', path}, response);
    }
    return response;
  }

  async #persistently(call, {signal, attempts = this.#retry.attempts, timeoutMs = this.#timeoutMs} = {}) {
    const delays = backoff(this.#retry);
    for (let attempt = 1; ; attempt++) {
      try {
        return await within(Math.min(timeoutMs, this.#timeoutMs), signal, limit => this.#once(call, limit));
      } catch (error) {
        if (!error.retryable || attempt >= attempts || signal?.aborted) {
          throw error;
        }
        await pause(delays.next(error.retryAfterMs), signal);
      }
    }
  }

  async #once(call, signal) {
    const response = await this.#fetch(call, signal);
    if (!response.ok) {
      throw await refusal(call, response);
    }
    const body = await read(call, response);
    try {
      return body === '' ? undefined : JSON.parse(body);
    } catch (cause) {
      throw new CallerSDKError(`${name(call)}: the answer is not JSON; is ${this.#base} a Lockstep server?`, {
        status: response.status,
        details: body,
        cause,
      });
    }
  }

  async #fetch({method, path, headers, body}, signal) {
    try {
      return await fetch(this.#base + path, {method, headers: {'X-API-KEY': this.#apiKey, ...headers}, body, signal});
    } catch (cause) {
      throw CallerSDKError.unanswered(`${method} ${path}`, cause);
    }
  }
}

const name = ({method, path}) => `${method} ${path}`;

async function read(call, response) {
  try {
    return await response.text();
  } catch (cause) {
    throw CallerSDKError.unanswered(name(call), cause);
  }
}

async function refusal(call, response) {
  const body = await read(call, response);
  return CallerSDKError.refused(name(call), response.status, body, retryAfter(response));
}

/** Given in seconds; a date, which the header may hold as well, is left to the backoff. */
function retryAfter(response) {
  const seconds = Number.parseFloat(response.headers.get('retry-after') ?? '');
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 60) * 1000 : undefined;
}
