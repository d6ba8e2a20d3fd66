package dev.lockstep.engine.simulation;

import dev.lockstep.engine.execution.Iteration;
import java.time.Duration;

/**
 * What an operation does when it is run. It goes by the number of the attempt, so that an attempt broken off and made again
 * comes to the same.
 *
 * @param failures how many attempts fail
 * @param onlyInSome whether that is so in some rounds and for some elements alone
 * @param error the name that they fail with; {@link #TIMED_OUT} for those that take too long
 * @param takes how long any other attempt takes
 */
record Script(int failures, boolean onlyInSome, String error, Duration takes) {
    static final String TIMED_OUT = "TimedOut";
    static final String FLAKY = "Flaky";
    static final Script DONE_AT_ONCE = new Script(0, false, FLAKY, Duration.ZERO);

    int failures(Iteration iteration) {
        return onlyInSome && iteration.last() % 3 != 1 ? 0 : failures;
    }

    boolean timesOut() {
        return error.equals(TIMED_OUT);
    }
}
