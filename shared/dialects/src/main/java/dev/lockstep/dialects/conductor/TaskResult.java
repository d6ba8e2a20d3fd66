package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.execution.Failure;
import java.util.List;
import java.util.Set;

/** The names of failures: those that workers report, and those that time makes. */
final class TaskResult {
    static final String FAILED = "FAILED";

    /** One that is not tried again. */
    static final String TERMINAL = "FAILED_WITH_TERMINAL_ERROR";

    /** One that ends the workflow as terminated. */
    static final String CANCELED = "CANCELED";

    /** What is tried again where an attempt that takes too long is not: silence is, whatever the policy for time says. */
    static final List<String> RETRIED_BESIDE_TIME_OUTS =
            List.of(FAILED, Failure.NO_RESPONSE, "ExpressionFailed", "InvalidInput", "InputTooLarge", "Internal");

    private static final Set<String> TIMED_OUT =
            Set.of("TimedOut", Failure.NO_RESPONSE, Failure.NOT_POLLED, Failure.NO_TIME_LEFT);

    /** What a worker says, and what a workflow that somebody terminated comes to for who waits for it. */
    private static final Set<String> CANCELLATIONS = Set.of(CANCELED, "Canceled");

    private TaskResult() {}

    static TaskStatus status(Failure failure) {
        if (TIMED_OUT.contains(failure.name())) {
            return TaskStatus.TIMED_OUT;
        }
        if (CANCELLATIONS.contains(failure.name())) {
            return TaskStatus.CANCELED;
        }
        return failure.name().equals(TERMINAL) ? TaskStatus.FAILED_WITH_TERMINAL_ERROR : TaskStatus.FAILED;
    }
}
