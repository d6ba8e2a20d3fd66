package dev.lockstep.dialects.conductor.search;

import dev.lockstep.dialects.conductor.WorkflowView;
import dev.lockstep.engine.data.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a search tells of a workflow: Conductor's WorkflowSummary. Data is text in it, and lists are texts with commas. */
public final class WorkflowSummary {
    private WorkflowSummary() {}

    public static ObjectNode of(WorkflowView view) {
        ObjectNode workflow = view.workflow(false);
        ObjectNode summary = Json.object()
                .put("workflowType", workflow.path("workflowName").asString(""))
                .put("version", workflow.path("workflowVersion").asInt(1))
                .put("workflowId", workflow.path("workflowId").asString(""));
        Summaries.copy(workflow, summary, "correlationId");
        Summaries.copyTimes(workflow, summary, "startTime", "updateTime", "endTime");
        summary.put("status", workflow.path("status").asString(""));
        String input = Json.write(workflow.path("input"));
        String output = Json.write(workflow.path("output"));
        summary.put("input", input).put("output", output);
        Summaries.copy(workflow, summary, "reasonForIncompletion");
        summary.put("executionTime", Summaries.millis(workflow, "startTime", "endTime"));
        Summaries.copy(workflow, summary, "event");
        summary.put("failedReferenceTaskNames", joined(workflow.path("failedReferenceTaskNames")));
        summary.set("failedTaskNames", workflow.path("failedTaskNames"));
        Summaries.copy(workflow, summary, "parentWorkflowId");
        return summary.put("priority", workflow.path("priority").asInt(0))
                .put("inputSize", input.length())
                .put("outputSize", output.length());
    }

    private static String joined(JsonNode names) {
        return String.join(
                ",", names.valueStream().map(name -> name.asString("")).toList());
    }
}
