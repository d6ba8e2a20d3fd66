import {CallerSDKError} from './error.js';
import {Http} from './http.js';
import {isTerminal, runPath} from './run.js';
import {openStream} from './stream.js';
import {interval, now, pause} from './timing.js';

const DEFAULTS = {
  requestTimeoutMs: 30_000,
  retry: {attempts: 5, baseMs: 200, maxMs: 8_000},
  polling: {baseMs: 200, maxMs: 5_000},
  reconnectForMs: 300_000,
};

/** Starts runs of one workflow, and follows, waits for, reads and cancels runs. */
export class WorkflowClient {
  #http;
  #workflowId;
  #settings;

  constructor(options = {}) {
    const {apiKey, workflowId, baseUrl, webSocketUrl, WebSocket = globalThis.WebSocket, ...settings} = options;
    if (typeof apiKey !== 'string' || apiKey === '') {
      throw new CallerSDKError('apiKey is missing');
    }
    this.#workflowId = workflowId;
    this.#settings = {
      ...DEFAULTS,
      ...settings,
      retry: {...DEFAULTS.retry, ...settings.retry},
      polling: {...DEFAULTS.polling, ...settings.polling},
    };
    const base = address(baseUrl);
    this.#http = new Http({baseUrl: base, apiKey, ...this.#settings});
    this.#settings.socket = {url: webSocketUrl ?? `${base.replace(/^http/, 'ws')}/live`, WebSocket};
    this.execution = {
      get: runId => this.#http.get(runPath(runId)),
      cancel: (runId, reason) => this.#http.change('POST', `${runPath(runId)}/cancel`, reason === undefined ? {} : {reason}),
    };
    this.component = {
      update: (componentId, changes) => this.#http.change('PATCH', `/components/${encodeURIComponent(componentId)}`, changes),
    };
  }

  async trigger(input, {idempotencyKey} = {}) {
    if (typeof this.#workflowId !== 'string' || this.#workflowId === '') {
      throw new CallerSDKError('workflowId is missing: it is what trigger starts');
    }
    const path = `/workflows/${encodeURIComponent(this.#workflowId)}/runs`;
    const {runId, jobId} = await this.#http.change('POST', path, input === undefined ? {} : {input}, {idempotencyKey});
    return {runId, jobId};
  }

  async waitForRun(runId, timeoutMs = 300_000) {
    const deadline = now() + timeoutMs;
    const delays = interval(this.#settings.polling);
    let status;
    let trouble;
    for (let left = timeoutMs; left > 0; left = deadline - now()) {
      try {
        const run = await this.#http.get(runPath(runId), {attempts: 1, timeoutMs: left});
        if (isTerminal(run.status)) {
          return run;
        }
        ({status} = run);
        trouble = undefined;
      } catch (error) {
        if (!error.retryable) {
          throw error;
        }
        trouble = error;
      }
      await pause(Math.min(delays.next(trouble?.retryAfterMs), Math.max(0, deadline - now())));
    }
    const state = status === undefined ? (trouble?.message ?? 'it was not read') : `it was ${status} when it was last read`;
    throw new CallerSDKError(`waiting for run ${runId} timed out after ${timeoutMs} ms: ${state}`, {cause: trouble});
  }

  stream(runId, handlers) {
    return openStream(this.#http, runId, handlers, this.#settings);
  }
}

/** Without the slash at its end, which paths begin with. */
function address(baseUrl) {
  try {
    const url = new URL(baseUrl);
    if (url.protocol === 'http:' || url.protocol === 'https:') {
      return url.href.replace(/\/+$/, '');
    }
  } catch {
    // Told below.
  }
  throw new CallerSDKError(`baseUrl must be the http(s) URL of the API, not ${JSON.stringify(baseUrl)}`);
}
