package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.usecases.FailureReport;
import dev.lockstep.engine.usecases.ReadExecution;
import dev.lockstep.engine.usecases.StageWorker;
import tools.jackson.databind.node.ObjectNode;

/**
 * What Conductor gives to a failure workflow: the input of the one that failed, how that failed, and it itself. Of what is too large for
 * an input, first the tasks are left out, then the definition, and then the failed workflow as a whole.
 */
public final class FailedWorkflow implements FailureReport {
    @Override
    public ObjectNode of(WorkflowVersion version, Recorded recorded, ExecutionState.Ended end) {
        Recorded ended =
                Recorded.of(recorded.execution().in(end), recorded.runs().values());
        ReadExecution.Found found = new ReadExecution.Found(version, ended);
        return WorkflowView.isConductors(found)
                ? report(new WorkflowView(found), recorded)
                : FailureReport.PLAIN.of(version, recorded, end);
    }

    private static ObjectNode report(WorkflowView view, Recorded recorded) {
        ObjectNode report = Json.object();
        recorded.execution().input().properties().forEach(field -> report.set(field.getKey(), field.getValue()));
        report.put("workflowId", view.id().value());
        view.reason().ifPresent(reason -> report.put("reason", reason));
        report.put("failureStatus", view.status().name());
        view.failedTask().ifPresent(task -> report.put("failureTaskId", task.text()));
        ObjectNode failed = view.workflow(true);
        ((ObjectNode) failed.path("output")).remove(WorkflowOutput.FAILURE_WORKFLOW);
        report.set("failedWorkflow", failed);
        if (isTooLarge(report)) {
            failed.putArray("tasks");
        }
        if (isTooLarge(report)) {
            failed.remove("workflowDefinition");
        }
        if (isTooLarge(report)) {
            report.remove("failedWorkflow");
        }
        return report;
    }

    private static boolean isTooLarge(ObjectNode report) {
        return Json.size(report) > StageWorker.MAX_BYTES;
    }
}
