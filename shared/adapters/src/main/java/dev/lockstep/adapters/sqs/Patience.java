package dev.lockstep.adapters.sqs;

import java.time.Duration;

/** How much longer one caller waits for others to share a request with. */
final class Patience {
    private final long until;
    private boolean interrupted;

    Patience(Duration limit) {
        this.until = System.nanoTime() + limit.toNanos();
    }

    boolean isOver() {
        return interrupted || nanos() <= 0;
    }

    long nanos() {
        return until - System.nanoTime();
    }

    /** An interrupt ends it, and is kept for later: what is to be sent is still to be sent. */
    void interrupt() {
        interrupted = true;
    }

    /** Says that the caller goes its way, with the interrupt that it may have got meanwhile. */
    void end() {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
