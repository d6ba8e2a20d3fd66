package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.decide.ExecutionOutput;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Recorded;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What workflows show as their output, also those that have not completed. */
record WorkflowOutput(WorkflowDefinition definition, Plan plan, Recorded recorded) {
    /** Where the output of what has failed tells what was started for that. */
    static final String FAILURE_WORKFLOW = "conductor.failure_workflow";

    /** @param failedBy the attempt that it failed by, if it did by one */
    JsonNode shown(Optional<TaskRow> failedBy) {
        return switch (recorded.execution().state()) {
            case ExecutionState.Completed completed -> ExecutionOutput.of(plan, recorded);
            case ExecutionState.Failed failed ->
                ofFailed(given(failed, failedBy.map(TaskRow::output)), failed.started());
            case ExecutionState.TimedOut timedOut -> ofFailed(planned().orElseGet(Json::object), timedOut.started());
            case ExecutionState other -> Json.object();
        };
    }

    /** What it was to give as far as that is known, or else what the task gave that it failed by. */
    private JsonNode given(ExecutionState.Failed failed, Optional<JsonNode> own) {
        return definition.ending(failed).isPresent()
                ? own.orElseGet(Json::object)
                : planned().or(() -> own).orElseGet(Json::object);
    }

    private Optional<JsonNode> planned() {
        return definition.outputParameters().isEmpty() ? Optional.empty() : EndsCompiler.output(plan, recorded);
    }

    private ObjectNode ofFailed(JsonNode given, Optional<ExecutionId> started) {
        ObjectNode output = given instanceof ObjectNode object ? object.deepCopy() : Json.object();
        definition
                .failureWorkflow()
                .ifPresent(wanted -> output.put(
                        FAILURE_WORKFLOW,
                        started.map(ExecutionId::value)
                                .orElse("Error workflow " + wanted.name() + " could not be started")));
        return output;
    }
}
