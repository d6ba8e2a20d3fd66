/** What every call of this client rejects with. */
export class CallerSDKError extends Error {
  /**
   * @param {string} message what went wrong, for people
   * @param {object} [facts]
   * @param {number} [facts.status] the HTTP status; absent where there was no answer
   * @param {unknown} [facts.details] the body of the answer: problem+json, as an object
   * @param {boolean} [facts.retryable] whether the same call may succeed later
   * @param {number} [facts.retryAfterMs] how long the server asks to be left alone
   * @param {unknown} [facts.cause]
   */
  constructor(message, {status, details, retryable = false, retryAfterMs, cause} = {}) {
    super(message, cause === undefined ? undefined : {cause});
    this.name = 'CallerSDKError';
    this.status = status;
    this.details = details;
    this.retryable = retryable;
    this.retryAfterMs = retryAfterMs;
  }

  /** The server answered, and not as hoped. */
  static refused(call, status, body, retryAfterMs) {
    const details = parsed(body);
    return new CallerSDKError(`${call}: ${status} ${explanation(details) ?? ''}`.trim(), {
      status,
      details,
      retryAfterMs,
      retryable: isTransient(status, retryAfterMs),
    });
  }

  /** Nobody answered, or not to the end. */
  static unanswered(call, cause) {
    const reason = cause?.cause?.code ?? cause?.cause?.message ?? cause?.message ?? String(cause);
    return new CallerSDKError(`${call}: no answer: ${reason}`, {retryable: true, cause});
  }
}

function parsed(body) {
  try {
    return JSON.parse(body);
  } catch {
    return body === '' ? undefined : body;
  }
}

/** API Gateway, which answers by itself where no function is reached, has a message instead of a problem. */
function explanation(details) {
  if (typeof details !== 'object' || details === null) {
    return undefined;
  }
  const text = details.detail ?? details.message ?? details.title;
  const faults = Array.isArray(details.errors)
    ? details.errors.map(fault => `${fault.path}: ${fault.message}`).join('; ')
    : '';
  return faults === '' ? text : `${text} (${faults})`;
}

/** A conflict that says when to come back is not about the call, but about another one that is under way. */
function isTransient(status, retryAfterMs) {
  return status === 408 || status === 429 || (status >= 500 && status !== 501) || (status === 409 && retryAfterMs !== undefined);
}
