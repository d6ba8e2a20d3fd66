package dev.lockstep.engine.execution;

import dev.lockstep.engine.definition.WorkflowRef;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * One run of one version of a workflow.
 *
 * @param revision how often the execution's own item was written
 */
public record Execution(
        ExecutionId id,
        WorkflowRef workflow,
        JsonNode input,
        Tags tags,
        Instant createdAt,
        ExecutionState state,
        long revision) {

    public boolean isLive() {
        return state instanceof ExecutionState.Live;
    }
}
