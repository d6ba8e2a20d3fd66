package dev.lockstep.adapters;

import java.time.Duration;

/** Lets time go by, for calls that wait for something to happen. */
public final class Pause {
    private Pause() {}

    public static void of(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while nothing had changed", e);
        }
    }
}
