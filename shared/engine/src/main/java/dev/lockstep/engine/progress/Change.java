package dev.lockstep.engine.progress;

import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.StageRun;
import java.util.Optional;

/** One write of one record of an execution. Each raises the execution's revision by one. */
public sealed interface Change {
    Position position();

    /**
     * A write of the execution's own record.
     *
     * @param before empty for its first
     */
    record OfExecution(Position position, Optional<Execution> before, Execution after) implements Change {}

    /**
     * A write of a stage run's record.
     *
     * @param before empty for its first
     */
    record OfStage(Position position, Optional<StageRun> before, StageRun after) implements Change {}
}
