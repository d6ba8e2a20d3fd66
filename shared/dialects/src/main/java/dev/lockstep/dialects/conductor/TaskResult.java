package dev.lockstep.dialects.conductor;

/** The names of failures that workers report. */
final class TaskResult {
    static final String FAILED = "FAILED";

    /** One that is not tried again. */
    static final String TERMINAL = "FAILED_WITH_TERMINAL_ERROR";

    private TaskResult() {}
}
