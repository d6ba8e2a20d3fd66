package dev.lockstep.engine.simulation;

import java.time.Duration;
import java.util.SplittableRandom;

/** Draws what goes wrong, and how long everything takes. Once stopped, nothing goes wrong any more. */
final class Faults {
    /** What may strike one call of a port. */
    enum Strike {
        NONE,
        CRASH_BEFORE,
        CRASH_AFTER,
        /** Throttled, or timed out without effect. */
        FAILS,
        /** Timed out with effect. */
        FAILS_AFTER,
        /** Timed out with effect, and then repeated by the client library, which gives the second answer. */
        REPEATED
    }

    /**
     * How often: each a share from 0 to 1.
     *
     * @param struck of the calls of ports
     * @param slow of the calls of ports: those that take seconds or minutes
     * @param lost of the deliveries
     * @param twice of the deliveries
     */
    record Rates(double struck, double slow, double lost, double twice) {
        static final Rates NONE = new Rates(0, 0, 0, 0);

        static Rates draw(SplittableRandom chance) {
            return switch (chance.nextInt(10)) {
                // Even then, invocations run side by side and clocks differ.
                case 0 -> NONE;
                case 1, 2 -> new Rates(0, 0, 0, 0.5);
                case 3 -> new Rates(0.15, 0.02, 0.4, 0.1);
                case 4 -> new Rates(0.03, 0, 0.4, 0);
                // Hardly anything goes well, so that messages run out of deliveries.
                case 5 -> new Rates(0.5, 0, 0, 0);
                default -> new Rates(0.01 + 0.07 * chance.nextDouble(), 0.01, 0.05, 0.1);
            };
        }
    }

    /** By how much the clock of a function may be off. */
    static final Duration MOST_SKEW = Duration.ofMillis(300);

    private final SplittableRandom chance;
    private Rates rates;

    Faults(SplittableRandom chance, Rates rates) {
        this.chance = chance;
        this.rates = rates;
    }

    void stop() {
        rates = Rates.NONE;
    }

    Strike strike() {
        if (!happens(rates.struck())) {
            return Strike.NONE;
        }
        return Strike.values()[1 + chance.nextInt(Strike.values().length - 1)];
    }

    /** What may strike a call that cannot fail by itself. */
    Strike crash() {
        if (!happens(rates.struck())) {
            return Strike.NONE;
        }
        return chance.nextBoolean() ? Strike.CRASH_BEFORE : Strike.CRASH_AFTER;
    }

    Duration latency() {
        return between(Duration.ofNanos(500_000), Duration.ofMillis(20));
    }

    boolean isSlow() {
        return happens(rates.slow());
    }

    Duration skew() {
        return between(MOST_SKEW.negated(), MOST_SKEW);
    }

    boolean losesMessage() {
        return happens(rates.lost());
    }

    boolean deliversTwice() {
        return happens(rates.twice());
    }

    /** How many of a batch the queue takes. */
    int taken(int all) {
        return all > 0 && happens(rates.struck()) ? chance.nextInt(all) : all;
    }

    Duration between(Duration least, Duration most) {
        long micros = chance.nextLong(least.toNanos() / 1_000, most.toNanos() / 1_000 + 1);
        return Duration.ofNanos(micros * 1_000);
    }

    private boolean happens(double share) {
        return share > 0 && chance.nextDouble() < share;
    }
}
