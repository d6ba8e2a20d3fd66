package dev.lockstep.engine.simulation;

import java.time.Duration;

/**
 * What an operation does when it is run. It goes by the number of the attempt, so that an attempt broken off and made again
 * comes to the same.
 *
 * @param failures how many attempts fail
 * @param error the name that they fail with; {@link #TIMED_OUT} for those that take too long
 * @param takes how long any other attempt takes
 */
record Script(int failures, String error, Duration takes) {
    static final String TIMED_OUT = "TimedOut";
    static final String FLAKY = "Flaky";

    boolean timesOut() {
        return error.equals(TIMED_OUT);
    }
}
