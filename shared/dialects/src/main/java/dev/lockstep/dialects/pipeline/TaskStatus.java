package dev.lockstep.dialects.pipeline;

import dev.lockstep.engine.decide.Standing;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import java.util.Optional;

/** The statuses of a task, as they are answered. */
public enum TaskStatus {
    PENDING,
    RUNNING,
    WAITING,
    COMPLETED,
    FAILED,
    CANCELED,
    SKIPPED;

    /** How a task's run stands, reached or not. */
    public static TaskStatus of(Standing standing, StageRunKey key) {
        if (standing.isCanceled(key)) {
            return CANCELED;
        }
        Optional<StageRun> run = standing.run(key);
        if (run.isEmpty()) {
            return standing.isSkipped(key) ? SKIPPED : PENDING;
        }
        return switch (run.get().state()) {
            case StageRunState.Running running -> RUNNING;
            case StageRunState.Retrying retrying -> RUNNING;
            case StageRunState.Mapping mapping -> RUNNING;
            case StageRunState.Looping looping -> RUNNING;
            case StageRunState.Delegated delegated -> RUNNING;
            case StageRunState.Waiting waiting -> WAITING;
            case StageRunState.Awaiting awaiting -> WAITING;
            case StageRunState.Offered offered -> WAITING;
            case StageRunState.Gathering gathering -> PENDING;
            case StageRunState.Elements elements -> PENDING;
            case StageRunState.Completed completed -> COMPLETED;
            case StageRunState.Failed failed -> FAILED;
            case StageRunState.Skipped skipped -> SKIPPED;
            case StageRunState.SkipAhead ahead -> SKIPPED;
            case StageRunState.Canceled canceled -> CANCELED;
        };
    }
}
