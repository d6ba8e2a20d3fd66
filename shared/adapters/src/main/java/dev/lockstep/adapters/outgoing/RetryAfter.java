package dev.lockstep.adapters.outgoing;

import java.time.Duration;
import java.time.Instant;
import org.apache.hc.client5.http.utils.DateUtils;

/** The header by which a server says how long it wants to be left alone: in seconds, or until a date. */
final class RetryAfter {
    /** More seconds than that mean the same: never again. */
    private static final Duration LONGEST = Duration.ofSeconds(999_999_999);

    private RetryAfter() {}

    /** Nothing where it is neither, or is over already. */
    static Duration parse(String value, Instant now) {
        if (value.matches("[0-9]{10,}")) {
            return LONGEST;
        } else if (value.matches("[0-9]+")) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        Instant until = DateUtils.parseStandardDate(value);
        return until == null || until.isBefore(now) ? Duration.ZERO : Duration.between(now, until);
    }
}
