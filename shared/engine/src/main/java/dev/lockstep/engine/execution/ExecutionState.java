package dev.lockstep.engine.execution;

import java.time.Instant;
import java.util.Optional;

/** Where an execution is. */
public sealed interface ExecutionState {
    /** Accepted and not ended. */
    record Live() implements ExecutionState {}

    /**
     * Nothing new starts until it is resumed; what was under way ends, and is recorded.
     *
     * @param by the id of the key that asked for it
     */
    record Paused(Instant at, String by, Optional<String> reason) implements ExecutionState {}

    /** The end of an execution. There is exactly one, and it never changes. */
    sealed interface Ended extends ExecutionState {
        Instant at();
    }

    record Completed(Instant at) implements Ended {}

    record Failed(Instant at, String stage, Failure failure) implements Ended {}

    /**
     * @param by the id of the key that asked for it
     */
    record Canceled(Instant at, String by, Optional<String> reason) implements Ended {}

    /** The name of each state in an index or a filter. */
    enum Name {
        LIVE,
        PAUSED,
        COMPLETED,
        FAILED,
        CANCELED
    }

    default Name name() {
        return switch (this) {
            case Live live -> Name.LIVE;
            case Paused paused -> Name.PAUSED;
            case Completed completed -> Name.COMPLETED;
            case Failed failed -> Name.FAILED;
            case Canceled canceled -> Name.CANCELED;
        };
    }
}
