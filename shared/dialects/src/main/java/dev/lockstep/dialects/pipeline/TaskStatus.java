package dev.lockstep.dialects.pipeline;

/** The statuses of a task, as they are answered. */
public enum TaskStatus {
    PENDING,
    RUNNING,
    WAITING,
    COMPLETED,
    FAILED,
    CANCELED,
    SKIPPED
}
