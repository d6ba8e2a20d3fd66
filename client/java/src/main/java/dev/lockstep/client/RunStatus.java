package dev.lockstep.client;

/** How a run stands. */
public enum RunStatus {
    CREATED,
    EXECUTING,
    COMPLETED,
    FAILED,
    CANCELED;

    /** Whether the run has come to its end. */
    public boolean isTerminal() {
        return switch (this) {
            case CREATED, EXECUTING -> false;
            case COMPLETED, FAILED, CANCELED -> true;
        };
    }
}
