package dev.lockstep.engine.decide;

import java.time.Instant;

/**
 * One attempt that has come to its end.
 *
 * @param number from 1 on
 * @param jitter what was drawn for it, from 0 (inclusive) to 1 (exclusive)
 */
public record Attempt(int number, Instant startedAt, Instant endedAt, double jitter) {}
