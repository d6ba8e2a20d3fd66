package dev.lockstep.engine.decide;

import java.time.Instant;

/**
 * One attempt that has come to its end.
 *
 * @param number from 1 on
 * @param before how many attempts were made before somebody had the stage tried again; they do not count
 * @param firstBegan when the first of those began that count
 * @param jitter what was drawn for it, from 0 (inclusive) to 1 (exclusive)
 */
public record Attempt(int number, int before, Instant firstBegan, Instant startedAt, Instant endedAt, double jitter) {
    public Attempt(int number, Instant startedAt, Instant endedAt, double jitter) {
        this(number, 0, startedAt, startedAt, endedAt, jitter);
    }

    /** Its number by which the policy counts. */
    int counted() {
        return number - before;
    }
}
