import {CallerSDKError} from '../error.js';
import {runPath} from '../run.js';
import {pause} from '../timing.js';
import {eventParser} from './sse-parser.js';
import {Unavailable} from './unavailable.js';

/** A server answers for 20 s at most: one that has been silent for longer than this is gone. */
const SILENCE_MS = 60_000;
const RETRY_MS = {least: 50, usual: 1_000, most: 30_000};

/**
 * One answer of server-sent events, from where the one before ended. Read by ourselves, since the EventSource of browsers sends
 * no key.
 */
export async function serverSentEvents({http, runId, feed}) {
  const watch = silenceWatch(feed.signal);
  let retryMs = RETRY_MS.usual;
  try {
    const body = await open(http, runId, feed.sequence, watch.signal);
    const parse = eventParser();
    for await (const text of chunks(body)) {
      watch.heard();
      for (const event of parse(text)) {
        if (event.type === 'retry') {
          retryMs = Math.min(Math.max(event.ms, RETRY_MS.least), RETRY_MS.most);
        } else if (event.type === 'update') {
          feed.take(asUpdate(event));
        }
        if (feed.closed) {
          return;
        }
      }
    }
  } finally {
    watch.stop();
  }
  await pause(retryMs, feed.signal);
}

async function open(http, runId, sequence, signal) {
  const headers = {Accept: 'text/event-stream'};
  if (sequence !== undefined) {
    headers['Last-Event-ID'] = String(sequence);
  }
  let response;
  try {
    response = await http.open(`${runPath(runId)}/events`, headers, signal);
  } catch (error) {
    throw error.retryable ? error : new Unavailable('events cannot be had', error);
  }
  if (!response.headers.get('content-type')?.startsWith('text/event-stream') || !response.body) {
    throw new Unavailable('the answer holds no events');
  }
  return response.body;
}

/** The text of a body as it comes; the body is let go of however the reading ends. */
async function* chunks(body) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const {done, value} = await reader.read().catch(cause => {
        throw CallerSDKError.unanswered('reading events', cause);
      });
      if (done) {
        return;
      }
      yield decoder.decode(value, {stream: true});
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

function asUpdate({id, data}) {
  const update = parsed(data);
  return /^\d+$/.test(id) ? {...update, sequence: Number(id)} : update;
}

function parsed(data) {
  try {
    return JSON.parse(data);
  } catch (cause) {
    throw new Unavailable('an event is not JSON', cause);
  }
}

function silenceWatch(outer) {
  const limit = new AbortController();
  const stop = () => limit.abort();
  const arm = () => setTimeout(() => limit.abort(new Error(`nothing came for ${SILENCE_MS} ms`)), SILENCE_MS);
  let timer = arm();
  if (outer.aborted) {
    stop();
  }
  outer.addEventListener('abort', stop);
  return {
    signal: limit.signal,
    heard() {
      clearTimeout(timer);
      timer = arm();
    },
    stop() {
      clearTimeout(timer);
      outer.removeEventListener('abort', stop);
      limit.abort();
    },
  };
}
