package dev.lockstep.engine.trial;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a trial has used up of what it may. */
final class Spent {
    private final TrialBounds bounds;
    private final InstantSource realClock;
    private final Instant until;
    private final Map<Of, Long> sizes = new HashMap<>();
    private int steps;
    private long bytes;

    private record Of(ExecutionId execution, StageRunKey run) {}

    Spent(TrialBounds bounds, InstantSource realClock) {
        this.bounds = bounds;
        this.realClock = realClock;
        this.until = realClock.instant().plus(bounds.realTime());
    }

    void step() {
        steps++;
    }

    /** Counts what a run has of data now, rather than what it had. */
    void record(ExecutionId execution, StageRun run) {
        long size = run.input().map(Json::size).orElse(0L)
                + run.output().map(Json::size).orElse(0L)
                + beside(run.state());
        Long before = sizes.put(new Of(execution, run.key()), size);
        bytes += size - (before == null ? 0 : before);
    }

    /** What a run has of data beside what it is given and gives. */
    private static long beside(StageRunState state) {
        return switch (state) {
            case StageRunState.Elements elements ->
                elements.items().stream().mapToLong(Json::size).sum();
            case StageRunState.Completed completed
            when completed.note() instanceof StageRunState.Note.Set set -> Json.size(set.variables());
            case StageRunState.Looping looping -> Json.size(looping.variables());
            case StageRunState other -> 0;
        };
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
