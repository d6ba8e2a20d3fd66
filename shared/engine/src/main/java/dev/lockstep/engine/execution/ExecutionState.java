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

    /**
     * Nothing new starts but what undoes what was done, and then what is to be started on a failure.
     *
     * @param end how it ends when all is undone
     */
    record Compensating(Instant at, Ended end) implements ExecutionState {}

    /** The end of an execution. There is exactly one, and it changes only where somebody has it go on. */
    sealed interface Ended extends ExecutionState {
        Instant at();
    }

    /**
     * @param by the stage that ended it before its plan did, if one did
     */
    record Completed(Instant at, Optional<StageRunKey> by) implements Ended {
        public Completed(Instant at) {
            this(at, Optional.empty());
        }
    }

    /**
     * @param started the execution that was started since it had failed, if one was
     */
    record Failed(Instant at, String stage, Failure failure, Optional<ExecutionId> started) implements Ended {
        public Failed {
            // What else is told of it is with the stage's own run.
            failure = failure.bare();
        }

        public Failed(Instant at, String stage, Failure failure) {
            this(at, stage, failure, Optional.empty());
        }
    }

    /**
     * It took longer than it may.
     *
     * @param started the execution that was started since it had, if one was
     */
    record TimedOut(Instant at, Optional<ExecutionId> started) implements Ended {
        public TimedOut(Instant at) {
            this(at, Optional.empty());
        }
    }

    /**
     * @param by the id of the key that asked for it
     */
    record Canceled(Instant at, String by, Optional<String> reason) implements Ended {}

    /** The name of each state in an index or a filter. */
    enum Name {
        LIVE,
        PAUSED,
        COMPENSATING,
        COMPLETED,
        FAILED,
        TIMED_OUT,
        CANCELED
    }

    default Name name() {
        return switch (this) {
            case Live live -> Name.LIVE;
            case Paused paused -> Name.PAUSED;
            case Compensating compensating -> Name.COMPENSATING;
            case Completed completed -> Name.COMPLETED;
            case Failed failed -> Name.FAILED;
            case TimedOut timedOut -> Name.TIMED_OUT;
            case Canceled canceled -> Name.CANCELED;
        };
    }
}
