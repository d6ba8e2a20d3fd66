package dev.lockstep.dialects.conductor;

/** The statuses of a task, as they are answered. */
enum TaskStatus {
    SCHEDULED,
    IN_PROGRESS,
    COMPLETED,
    COMPLETED_WITH_ERRORS,
    SKIPPED,
    FAILED,
    TIMED_OUT,
    CANCELED,
    FAILED_WITH_TERMINAL_ERROR;

    /** Whether the workflow does not go on past it. */
    boolean isFailure() {
        return switch (this) {
            case FAILED, TIMED_OUT, CANCELED, FAILED_WITH_TERMINAL_ERROR -> true;
            case SCHEDULED, IN_PROGRESS, COMPLETED, COMPLETED_WITH_ERRORS, SKIPPED -> false;
        };
    }

    boolean isOpen() {
        return this == SCHEDULED || this == IN_PROGRESS;
    }
}
