/** A time that only goes forward. */
export const now = () => performance.now();

/**
 * Resolves after so long, or as soon as the signal says that nobody waits any more.
 * @param {number} ms
 * @param {AbortSignal} [signal]
 */
export function pause(ms, signal) {
  return new Promise(resolve => {
    if (signal?.aborted) {
      resolve();
      return;
    }
    const wake = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    signal?.addEventListener('abort', wake);
  });
}

/**
 * Does something with a signal that aborts after so long, or with the outer one. AbortSignal.any would do, but is not in Node 18.
 * @template T
 * @param {number} ms
 * @param {AbortSignal | undefined} outer
 * @param {(signal: AbortSignal) => Promise<T>} task
 * @returns {Promise<T>}
 */
export async function within(ms, outer, task) {
  const limit = new AbortController();
  const stop = () => limit.abort(outer.reason);
  if (outer?.aborted) {
    stop();
  }
  outer?.addEventListener('abort', stop);
  const timer = setTimeout(() => limit.abort(new Error(`it took more than ${Math.round(ms)} ms`)), ms);
  try {
    return await task(limit.signal);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', stop);
  }
}

/**
 * Delays between attempts: doubled each time, and anywhere below that, so that many clients do not come back at once.
 * @param {{baseMs: number, maxMs: number}} bounds
 */
export function backoff({baseMs, maxMs}) {
  let ceiling = baseMs;
  return {
    next(atLeastMs = 0) {
      const delay = Math.max(Math.random() * ceiling, atLeastMs);
      ceiling = Math.min(ceiling * 2, maxMs);
      return delay;
    },
    reset() {
      ceiling = baseMs;
    },
  };
}

/**
 * Delays between looks at something: short at first, growing by half each time, a tenth more or less.
 * @param {{baseMs: number, maxMs: number}} bounds
 */
export function interval({baseMs, maxMs}) {
  let next = baseMs;
  return {
    next(atLeastMs = 0) {
      const delay = Math.max(next * (0.9 + Math.random() * 0.2), atLeastMs);
      next = Math.min(next * 1.5, maxMs);
      return delay;
    },
    reset() {
      next = baseMs;
    },
  };
}
