package dev.lockstep.dialects.pipeline;

/**
 * How a task stands, in short.
 *
 * @param id the task's
 * @param attempts how many were made of it
 * @param usage what they count as
 */
public record TaskState(String id, String type, TaskStatus status, int attempts, long usage) {
    /** Whether it may still change. */
    public boolean isOpen() {
        return switch (status) {
            case PENDING, RUNNING, WAITING -> true;
            case COMPLETED, FAILED, CANCELED, SKIPPED -> false;
        };
    }

    public boolean hasBegun() {
        return status != TaskStatus.PENDING;
    }

    public boolean hasFailed() {
        return status == TaskStatus.FAILED;
    }
}
