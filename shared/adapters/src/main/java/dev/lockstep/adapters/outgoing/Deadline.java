package dev.lockstep.adapters.outgoing;

import java.time.Duration;

/** The time by which all parts of a request must be over together. */
record Deadline(long nanos) {
    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    boolean isOver() {
        return left().isNegative() || left().isZero();
    }

    private Duration left() {
        return Duration.ofNanos(nanos - System.nanoTime());
    }

    /** In milliseconds, 1 at least: to most timeouts, 0 is for ever. */
    long millisLeft() {
        return Math.max(1, left().toMillis());
    }

    /**
     * Does something when the time is over, unless the thread is interrupted before. A read of a byte each second never times
     * out by itself.
     */
    Thread alarm(Runnable action) {
        return Thread.ofVirtual().name("deadline").start(() -> {
            try {
                Thread.sleep(left().isNegative() ? Duration.ZERO : left());
                action.run();
            } catch (InterruptedException e) {
                // What it was set for is over.
            }
        });
    }
}
