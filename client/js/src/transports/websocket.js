import {CallerSDKError} from '../error.js';
import {Unavailable} from './unavailable.js';

const OPENING_MS = 10_000;

/** Well below the ten minutes after which the gateway ends a connection that says nothing. */
const PULSE_MS = 60_000;

/** One connection, for as long as it lasts. By a ticket, since neither browsers nor Node can send the key in a header. */
export async function webSocket({http, runId, feed, settings}) {
  const {url, WebSocket} = settings.socket;
  if (!WebSocket) {
    throw new Unavailable('there is no WebSocket here');
  }
  const ticket = await requestTicket(http, feed.signal);
  if (!feed.closed) {
    await converse(connect(WebSocket, `${url}?ticket=${encodeURIComponent(ticket)}`), runId, feed);
  }
}

function connect(WebSocket, url) {
  try {
    return new WebSocket(url);
  } catch (error) {
    // A browser lets no page that came over https connect to ws.
    throw new Unavailable('the WebSocket is refused', error);
  }
}

async function requestTicket(http, signal) {
  try {
    const {ticket} = await http.change('POST', '/tickets', undefined, {attempts: 1, signal});
    return ticket;
  } catch (error) {
    throw error.retryable ? error : new Unavailable('tickets cannot be had', error);
  }
}

/** Resolves when the caller wants no more, rejects when the connection ends otherwise. */
function converse(socket, runId, feed) {
  return new Promise((resolve, reject) => {
    const subscribe = () => socket.send(JSON.stringify({action: 'subscribe', executionId: runId}));
    let heard = false;
    let subscribed = false;
    let over = false;
    let pulse;

    const end = settle => {
      // Closing is itself told, by some at once.
      if (over) {
        return;
      }
      over = true;
      clearTimeout(opening);
      clearInterval(pulse);
      feed.signal.removeEventListener('abort', close);
      socket.close();
      settle();
    };
    const close = () => end(resolve);
    const giveUp = reason =>
      end(() => reject(subscribed ? new CallerSDKError(reason, {retryable: true}) : new Unavailable(reason)));
    const opening = setTimeout(() => giveUp('the WebSocket did not open in time'), OPENING_MS);
    feed.signal.addEventListener('abort', close);

    socket.onopen = subscribe;
    socket.onerror = () => giveUp('the WebSocket failed');
    socket.onclose = () => giveUp('the WebSocket was closed');
    socket.onmessage = ({data}) => {
      heard = true;
      const message = parsed(data);
      switch (message.type) {
        case 'subscribed':
          subscribed = true;
          clearTimeout(opening);
          // Subscribing again gives the status as it is now: a sign of life, and whatever may have been lost.
          pulse ??= setInterval(() => {
            if (heard) {
              heard = false;
              subscribe();
            } else {
              giveUp('the WebSocket fell silent');
            }
          }, PULSE_MS);
          feed.take({...message.snapshot, sequence: message.sequence});
          break;
        case 'execution.updated': {
          const {type, executionId, ...update} = message;
          feed.take(update);
          break;
        }
        case 'error':
          giveUp(message.message);
          break;
        default:
      }
    };
  });
}

function parsed(data) {
  try {
    return JSON.parse(data);
  } catch {
    return {};
  }
}
