package dev.lockstep.engine.usecases;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.Recorded;
import tools.jackson.databind.node.ObjectNode;

/** What an execution is started with that is started on a failure, where the definition does not say what. */
@FunctionalInterface
public interface FailureReport {
    /** How the engine tells it: {@code {"failure": {…}, "input": {…}}}. */
    FailureReport PLAIN = (version, recorded, end) -> {
        ObjectNode report = Json.object();
        report.set("failure", failure(recorded.execution(), end));
        report.set("input", recorded.execution().input());
        return report;
    };

    /**
     * @param recorded the execution as it is about to end, with some of its data
     * @param end a failure, or that its time ran out
     */
    ObjectNode of(WorkflowVersion version, Recorded recorded, ExecutionState.Ended end);

    /** {@code {"execution_id", "workflow_id", "version", "status", "error": {"name", "message"}, "step"?}}. */
    static ObjectNode failure(Execution execution, ExecutionState.Ended end) {
        ObjectNode told = Json.object()
                .put("execution_id", execution.id().value())
                .put("workflow_id", execution.workflow().workflow().value())
                .put("version", execution.workflow().version())
                .put("status", end.name().name());
        Failure failure = end instanceof ExecutionState.Failed failed
                ? failed.failure()
                : new Failure("TimedOut", "the execution took longer than its timeout_seconds");
        told.set("error", failure.toJson());
        if (end instanceof ExecutionState.Failed failed) {
            told.put("step", failed.stage());
        }
        return told;
    }
}
