package dev.lockstep.client;

/** How a stage of a run stands. One that was skipped is canceled. */
public enum RunStageStatus {
    CREATED,
    RUNNING,
    COMPLETED,
    FAILED,
    CANCELED;

    /** Whether nothing more will come of the stage. */
    public boolean isTerminal() {
        return switch (this) {
            case CREATED, RUNNING -> false;
            case COMPLETED, FAILED, CANCELED -> true;
        };
    }
}
