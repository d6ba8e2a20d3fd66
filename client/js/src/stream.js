import {CallerSDKError} from './error.js';
import {Feed} from './feed.js';
import {backoff, now, pause} from './timing.js';
import {polling} from './transports/polling.js';
import {serverSentEvents} from './transports/sse.js';
import {Unavailable} from './transports/unavailable.js';
import {webSocket} from './transports/websocket.js';

/** Of a transport that never worked, or that is refused although it did. */
const MOST_FAILURES = 3;

/** How long one that worked is kept to: what cuts it off for a while cuts off the others as well, and they are worse. */
const KEPT_MS = 60_000;

/**
 * Follows a run by the best transport that there is, and by the next one where that is not to be had.
 * @returns {{close(): void}}
 */
export function openStream(http, runId, handlers = {}, settings) {
  const feed = new Feed(handlers);
  const connection = {http, runId, feed, settings};
  follow([webSocket, serverSentEvents, polling], connection).catch(error => feed.fail(error));
  return {close: () => feed.close()};
}

async function follow(transports, connection) {
  for (const [index, transport] of transports.entries()) {
    await useWhileItWorks(transport, connection, index === transports.length - 1);
    if (connection.feed.closed) {
      return;
    }
  }
}

/** Connects again and again, until the stream is closed or, unless it is the last one, the transport turns out not to work. */
async function useWhileItWorks(transport, connection, isLast) {
  const {feed, settings} = connection;
  const delays = backoff(settings.retry);
  let failures = 0;
  let refusals = 0;
  let worked = false;
  let inTouch = now();
  while (!feed.closed) {
    const heard = feed.heard;
    let trouble;
    try {
      await transport(connection);
    } catch (error) {
      trouble = error;
    }
    if (feed.closed) {
      return;
    }
    if (trouble === undefined || feed.heard > heard) {
      worked = true;
      failures = 0;
      refusals = 0;
      delays.reset();
      inTouch = now();
    }
    if (trouble === undefined) {
      continue;
    }
    failures++;
    refusals += trouble instanceof Unavailable ? 1 : 0;
    if (isLast && (!trouble.retryable || now() - inTouch > settings.reconnectForMs)) {
      throw trouble instanceof CallerSDKError ? trouble : new CallerSDKError('the stream broke', {cause: trouble});
    }
    const isOver = worked
      ? refusals >= MOST_FAILURES || now() - inTouch > KEPT_MS
      : refusals > 0 || failures >= MOST_FAILURES;
    if (!isLast && isOver) {
      return;
    }
    await pause(delays.next(trouble.retryAfterMs), feed.signal);
  }
}
