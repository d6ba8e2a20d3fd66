package dev.lockstep.client;

import java.time.Duration;

/**
 * How patient a client is.
 *
 * @param request how long an attempt at a call may take
 * @param attempts how often a call is made at most
 * @param retry the pauses between attempts
 * @param polling the pauses between looks at a run
 * @param reconnectFor how long a stream that is out of touch tries to get back
 * @param silence after how long without a word a connection is asked whether it is still there, and then given up
 */
record Timing(Duration request, int attempts, Bounds retry, Bounds polling, Duration reconnectFor, Duration silence) {
    /** The first pause, and the longest. */
    record Bounds(Duration first, Duration longest) {}

    static final Timing USUAL = new Timing(
            Duration.ofSeconds(30),
            5,
            new Bounds(Duration.ofMillis(200), Duration.ofSeconds(8)),
            new Bounds(Duration.ofMillis(200), Duration.ofSeconds(5)),
            Duration.ofMinutes(5),
            Duration.ofSeconds(60));

    Timing withRequest(Duration limit) {
        return new Timing(limit, attempts, retry, polling, reconnectFor, silence);
    }
}
