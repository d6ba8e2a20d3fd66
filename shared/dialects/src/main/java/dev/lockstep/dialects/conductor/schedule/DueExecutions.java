package dev.lockstep.dialects.conductor.schedule;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.schedule.History;
import dev.lockstep.engine.schedule.Schedule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What became of due times, as far as schedules remember: the latest of each. */
public final class DueExecutions {
    private DueExecutions() {}

    static String id(Schedule schedule, Instant dueAt) {
        return schedule.key().id() + "/" + dueAt;
    }

    /** Conductor's WorkflowScheduleExecutionModels of a schedule. */
    public static List<ObjectNode> of(WorkflowSchedules.Shown shown) {
        List<ObjectNode> rows = new ArrayList<>();
        History history = shown.schedule().progress().history();
        for (History.Started started : history.executions()) {
            rows.add(row(shown, started.dueAt())
                    .put("workflowId", started.execution().value())
                    .put("state", "EXECUTED"));
        }
        for (History.NotStarted left : history.notStarted()) {
            rows.add(row(shown, left.dueAt())
                    .put("reason", left.detail().orElseGet(() -> left.reason().name()))
                    .put("state", "FAILED"));
        }
        return rows;
    }

    private static ObjectNode row(WorkflowSchedules.Shown shown, Instant dueAt) {
        ObjectNode row = Json.object()
                .put("executionId", id(shown.schedule(), dueAt))
                .put("scheduleName", shown.json().path("name").asString(""))
                .put("workflowName", shown.workflowName())
                .put("scheduledTime", dueAt.toEpochMilli())
                .put("zoneId", shown.json().path("zoneId").asString(""));
        row.set("startWorkflowRequest", shown.json().path("startWorkflowRequest"));
        return row;
    }
}
