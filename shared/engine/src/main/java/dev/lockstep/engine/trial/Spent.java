package dev.lockstep.engine.trial;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.execution.StageRun;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** What a trial has used up of what it may. */
final class Spent {
    private final TrialBounds bounds;
    private final InstantSource realClock;
    private final Instant until;
    private int steps;
    private long bytes;

    Spent(TrialBounds bounds, InstantSource realClock) {
        this.bounds = bounds;
        this.realClock = realClock;
        this.until = realClock.instant().plus(bounds.realTime());
    }

    void step() {
        steps++;
    }

    void record(StageRun run) {
        bytes += run.input().map(Json::size).orElse(0L)
                + run.output().map(Json::size).orElse(0L);
    }

    /**
     * Which bound was come to, if one was.
     *
     * @param passed how much time has passed in the trial
     */
    Optional<String> out(Duration passed) {
        if (steps >= bounds.steps()) {
            return Optional.of(bounds.steps() + " steps");
        }
        if (bytes >= bounds.bytes()) {
            return Optional.of(bounds.bytes() / 1024 + " KB of data");
        }
        if (passed.compareTo(bounds.time()) >= 0) {
            return Optional.of(bounds.time().toDays() + " days");
        }
        return realClock.instant().isBefore(until)
                ? Optional.empty()
                : Optional.of("taking " + bounds.realTime().toSeconds() + " seconds");
    }
}
