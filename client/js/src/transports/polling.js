import {asUpdate, runPath} from '../run.js';
import {interval, pause} from '../timing.js';

/** Reads the run again and again, less and less often while nothing changes. What every server offers. */
export async function polling({http, runId, feed, settings}) {
  const delays = interval(settings.polling);
  while (!feed.closed) {
    const run = await http.get(runPath(runId), {attempts: 1, signal: feed.signal});
    if (feed.take(asUpdate(run))) {
      delays.reset();
    }
    await pause(delays.next(), feed.signal);
  }
}
