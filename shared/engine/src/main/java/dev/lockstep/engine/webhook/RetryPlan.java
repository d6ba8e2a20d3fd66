package dev.lockstep.engine.webhook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How long after each attempt that failed the next one is made.
 *
 * @param waits one for each retry
 */
public record RetryPlan(List<Duration> waits) {
    public RetryPlan {
        waits = List.copyOf(waits);
    }

    /**
     * Reads seconds with commas between.
     *
     * @throws IllegalArgumentException where it is none
     */
    public static RetryPlan parse(String seconds) {
        List<Duration> waits = new ArrayList<>();
        for (String wait : seconds.split(",", -1)) {
            if (!wait.strip().matches("[0-9]{1,7}")) {
                throw new IllegalArgumentException(
                        "the waits between attempts must be seconds with commas between, not " + seconds);
            }
            waits.add(Duration.ofSeconds(Long.parseLong(wait.strip())));
        }
        return new RetryPlan(waits);
    }

    /** The wait after so many attempts that failed; empty where no more are made. */
    Optional<Duration> after(int failed) {
        return failed <= waits.size() ? Optional.of(waits.get(failed - 1)) : Optional.empty();
    }
}
