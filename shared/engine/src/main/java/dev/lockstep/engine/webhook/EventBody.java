package dev.lockstep.engine.webhook;

import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.execution.Recorded;
import tools.jackson.databind.JsonNode;

/** Renders what receivers are told of an execution. A dialect's. */
public interface EventBody {
    /**
     * How an execution stands after an event.
     *
     * @param recorded of an execution that ended, all its stage runs; else none
     */
    JsonNode execution(WorkflowVersion version, Recorded recorded, WebhookEvent.OfExecution event);

    /**
     * A stage run that ended.
     *
     * @param recorded the execution, and of its stage runs that one
     */
    JsonNode stage(WorkflowVersion version, Recorded recorded, WebhookEvent.OfStage event);
}
