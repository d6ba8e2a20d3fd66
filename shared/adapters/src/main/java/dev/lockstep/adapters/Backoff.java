package dev.lockstep.adapters;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The waits between tries of something that a service refused for the moment: doubling, with full jitter.
 *
 * @param tries how many tries there are in all
 * @param first the longest that the first wait may be
 */
public record Backoff(int tries, Duration first) {
    /** For requests that a function's own time leaves room for: a second in all, at most. */
    public static final Backoff SHORT = new Backoff(6, Duration.ofMillis(30));

    /** Waits before the next try, after so many that were made. */
    public void pause(int made) {
        long longest = first.toMillis() << (made - 1);
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(longest + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted between two tries", e);
        }
    }
}
