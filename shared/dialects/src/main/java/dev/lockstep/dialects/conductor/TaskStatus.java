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

    boolean isOpen() {
        return this == SCHEDULED || this == IN_PROGRESS;
    }
}
