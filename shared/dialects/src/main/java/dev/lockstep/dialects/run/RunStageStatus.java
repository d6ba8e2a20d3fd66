package dev.lockstep.dialects.run;

import dev.lockstep.dialects.pipeline.TaskStatus;

/** The statuses of a run's stage, as they are answered. */
enum RunStageStatus {
    CREATED,
    RUNNING,
    COMPLETED,
    FAILED,
    CANCELED;

    /** What waits for its time or for somebody is running; what was skipped is one that was not run. */
    static RunStageStatus of(TaskStatus status) {
        return switch (status) {
            case PENDING -> CREATED;
            case RUNNING, WAITING -> RUNNING;
            case COMPLETED -> COMPLETED;
            case FAILED -> FAILED;
            case CANCELED, SKIPPED -> CANCELED;
        };
    }

    boolean isTerminal() {
        return switch (this) {
            case CREATED, RUNNING -> false;
            case COMPLETED, FAILED, CANCELED -> true;
        };
    }
}
