import {CallerSDKError} from './error.js';
import {isTerminal} from './run.js';

/**
 * What comes of a run by whichever transport, on its way to the caller: nothing twice, nothing older than what was passed on
 * before, and nothing after the end.
 */
export class Feed {
  #handlers;
  #closing = new AbortController();
  #passed;

  /** How often anything came, be it known already: tells a transport that works from one that does not. */
  heard = 0;

  /** The number of the latest update that had one. */
  sequence;

  constructor(handlers) {
    this.#handlers = handlers;
  }

  /** Aborts when there is nothing more to follow. */
  get signal() {
    return this.#closing.signal;
  }

  get closed() {
    return this.#closing.signal.aborted;
  }

  /**
   * @param {object} update
   * @returns {boolean} whether it was news
   */
  take(update) {
    this.heard++;
    if (this.closed || !this.#isNews(update)) {
      return false;
    }
    this.#passed = update;
    this.sequence = update.sequence ?? this.sequence;
    if (isTerminal(update.status)) {
      this.close();
    }
    this.#tell(update);
    return true;
  }

  fail(error) {
    if (!this.closed) {
      this.close();
      this.#handlers.onError?.(error);
    }
  }

  close() {
    this.#closing.abort();
  }

  /** Updates that were polled have no number, and are known by when they were recorded. */
  #isNews(update) {
    if (update.sequence !== undefined && this.sequence !== undefined) {
      return update.sequence > this.sequence;
    }
    return this.#passed === undefined || (update.at >= this.#passed.at && !isSame(update, this.#passed));
  }

  #tell(update) {
    try {
      this.#handlers.onUpdate?.(update);
    } catch (cause) {
      this.#handlers.onError?.(new CallerSDKError('onUpdate threw an error', {cause}));
    }
  }
}

const isSame = (one, other) =>
  JSON.stringify({...one, sequence: undefined}) === JSON.stringify({...other, sequence: undefined});
