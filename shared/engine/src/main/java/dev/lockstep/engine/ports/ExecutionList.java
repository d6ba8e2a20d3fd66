package dev.lockstep.engine.ports;

import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.Execution;
import java.util.Optional;

/** The executions of a workspace, whatever their workflow. */
public interface ExecutionList {
    /**
     * One page of them, newest first, without their inputs: a missing node stands for each. It costs one query, and one read of
     * what the query finds.
     *
     * @param workflow only those of it
     */
    Page<Execution> newest(Workspace workspace, Optional<WorkflowId> workflow, PageRequest page);
}
