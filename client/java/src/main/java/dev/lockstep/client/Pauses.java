package dev.lockstep.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Pauses that grow from one to the next, and are random, so that many clients do not come back at once. */
final class Pauses {
    private final Timing.Bounds bounds;
    private final double growth;
    private final double least;
    private double ceiling;

    private Pauses(Timing.Bounds bounds, double growth, double least) {
        this.bounds = bounds;
        this.growth = growth;
        this.least = least;
        this.ceiling = bounds.first().toNanos();
    }

    /** After failures: anywhere between nothing and a ceiling that doubles. */
    static Pauses afterFailures(Timing.Bounds bounds) {
        return new Pauses(bounds, 2, 0);
    }

    /** Between looks at something: growing by half. */
    static Pauses betweenLooks(Timing.Bounds bounds) {
        return new Pauses(bounds, 1.5, 0.8);
    }

    Duration next() {
        double nanos =
                ceiling * (least + (1 - least) * ThreadLocalRandom.current().nextDouble());
        ceiling = Math.min(ceiling * growth, (double) bounds.longest().toNanos());
        return Duration.ofNanos((long) nanos);
    }

    Duration next(Duration atLeast) {
        Duration next = next();
        return next.compareTo(atLeast) < 0 ? atLeast : next;
    }

    void reset() {
        ceiling = bounds.first().toNanos();
    }
}
