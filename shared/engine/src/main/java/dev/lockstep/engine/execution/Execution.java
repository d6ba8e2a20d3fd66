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

    /** This execution after one more write, in another state. */
    public Execution in(ExecutionState other) {
        return new Execution(id, workflow, input, tags, createdAt, other, revision + 1);
    }

    public boolean hasEnded() {
        return state instanceof ExecutionState.Ended;
    }

    /** Whether stages may start in it. */
    public boolean isLive() {
        return state instanceof ExecutionState.Live;
    }
}
