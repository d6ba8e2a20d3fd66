package dev.lockstep.engine.live;

import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.execution.Recorded;
import tools.jackson.databind.node.ObjectNode;

/** Renders how an execution stands for those who follow it: the whole status, no difference. A dialect's. */
@FunctionalInterface
public interface LiveBody {
    /**
     * @param recorded the execution with all its stage runs, without their data
     */
    ObjectNode progress(WorkflowVersion version, Recorded recorded);
}
