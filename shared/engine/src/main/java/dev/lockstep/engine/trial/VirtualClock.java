package dev.lockstep.engine.trial;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is set forward. */
final class VirtualClock implements InstantSource {
    private Instant now;

    VirtualClock(Instant now) {
        this.now = now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /** Sets it forward, never back. */
    void passTo(Instant at) {
        now = at.isAfter(now) ? at : now;
    }
}
