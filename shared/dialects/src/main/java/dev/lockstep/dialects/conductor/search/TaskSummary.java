package dev.lockstep.dialects.conductor.search;

import dev.lockstep.engine.data.Json;
import tools.jackson.databind.node.ObjectNode;

/** What a search tells of a task: Conductor's TaskSummary. */
public final class TaskSummary {
    private TaskSummary() {}

    /**
     * @param task as it is in its workflow
     */
    public static ObjectNode of(ObjectNode task) {
        ObjectNode summary = Json.object()
                .put("workflowId", task.path("workflowInstanceId").asString(""))
                .put("workflowType", task.path("workflowType").asString(""));
        Summaries.copy(task, summary, "correlationId");
        Summaries.copyTimes(task, summary, "scheduledTime", "startTime", "updateTime", "endTime");
        summary.put("status", task.path("status").asString(""));
        Summaries.copy(task, summary, "reasonForIncompletion");
        summary.put("executionTime", Summaries.millis(task, "startTime", "endTime"))
                .put("queueWaitTime", task.path("queueWaitTime").asLong(0))
                .put("taskDefName", task.path("taskDefName").asString(""))
                .put("taskType", task.path("taskType").asString(""))
                .put("taskReferenceName", task.path("referenceTaskName").asString(""))
                .put("input", Json.write(task.path("inputData")))
                .put("output", Json.write(task.path("outputData")))
                .put("taskId", task.path("taskId").asString(""))
                .put("workflowPriority", task.path("workflowPriority").asInt(0));
        Summaries.copy(task, summary, "domain");
        return summary;
    }
}
