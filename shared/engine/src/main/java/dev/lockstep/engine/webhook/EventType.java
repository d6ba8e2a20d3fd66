package dev.lockstep.engine.webhook;

import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.StageRunState;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can have happened, in words that receivers read: {@code execution.completed}, {@code step.failed}. */
public enum EventType {
    EXECUTION_STARTED,
    EXECUTION_PAUSED,
    EXECUTION_RESUMED,
    /** Somebody has it go on that had ended. */
    EXECUTION_RETRIED,
    EXECUTION_RERUN,
    /** It has failed, and undoes what it did. */
    EXECUTION_COMPENSATING,
    EXECUTION_COMPLETED,
    EXECUTION_FAILED,
    EXECUTION_TIMED_OUT,
    EXECUTION_CANCELED,
    STEP_COMPLETED,
    STEP_FAILED,
    STEP_SKIPPED,
    STEP_CANCELED,
    /** A state of a machine still waits for somebody, after as long as its definition says. */
    STEP_REMINDED;

    /** As it is written: the first underscore parts what it is about from what happened. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replaceFirst("_", ".");
    }

    /** What it is about: {@code execution} or {@code step}. */
    String subject() {
        return text().substring(0, text().indexOf('.'));
    }

    /** Whether the execution has ended with it. */
    public boolean isEnd() {
        return switch (this) {
            case EXECUTION_COMPLETED, EXECUTION_FAILED, EXECUTION_TIMED_OUT, EXECUTION_CANCELED -> true;
            case EXECUTION_STARTED,
                    EXECUTION_PAUSED,
                    EXECUTION_RESUMED,
                    EXECUTION_RETRIED,
                    EXECUTION_RERUN,
                    EXECUTION_COMPENSATING,
                    STEP_COMPLETED,
                    STEP_FAILED,
                    STEP_SKIPPED,
                    STEP_CANCELED,
                    STEP_REMINDED -> false;
        };
    }

    public static Optional<EventType> parse(String text) {
        return Arrays.stream(values()).filter(type -> type.text().equals(text)).findFirst();
    }

    public static List<String> texts() {
        return Arrays.stream(values()).map(EventType::text).toList();
    }

    public static EventType of(ExecutionState.Ended end) {
        return switch (end) {
            case ExecutionState.Completed completed -> EXECUTION_COMPLETED;
            case ExecutionState.Failed failed -> EXECUTION_FAILED;
            case ExecutionState.TimedOut timedOut -> EXECUTION_TIMED_OUT;
            case ExecutionState.Canceled canceled -> EXECUTION_CANCELED;
        };
    }

    static EventType of(StageRunState.Outcome outcome) {
        return switch (outcome) {
            case StageRunState.Completed completed -> STEP_COMPLETED;
            case StageRunState.Failed failed -> STEP_FAILED;
            case StageRunState.Skipped skipped -> STEP_SKIPPED;
            case StageRunState.Canceled canceled -> STEP_CANCELED;
        };
    }
}
