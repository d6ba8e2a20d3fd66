package dev.lockstep.dialects.run;

import dev.lockstep.dialects.pipeline.PipelineView;
import dev.lockstep.dialects.pipeline.TaskState;
import dev.lockstep.dialects.pipeline.Times;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.live.LiveBody;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How a run stands, all of it that changes: its status, how many of its stages are to come, and those that are under way. */
public final class RunProgress implements LiveBody {
    private final PipelineView view;

    public RunProgress(PipelineView view) {
        this.view = view;
    }

    @Override
    public ObjectNode progress(WorkflowVersion version, Recorded recorded, Instant at) {
        List<TaskState> tasks = view.states(version, recorded);
        ObjectNode progress =
                Json.object().put("runId", recorded.execution().id().value()).put("status", status(recorded));
        ObjectNode output = progress.putObject("output")
                .put(
                        "pendingStageCount",
                        tasks.stream().filter(TaskState::isOpen).count())
                .put(
                        "failedStageCount",
                        tasks.stream().filter(TaskState::hasFailed).count())
                .put("totalUsage", tasks.stream().mapToLong(TaskState::usage).sum());
        ArrayNode open = output.putArray("nonTerminalStages");
        tasks.stream()
                .filter(TaskState::isOpen)
                .limit(MOST_STAGES)
                .forEach(task -> open.addObject()
                        .put("id", task.id())
                        .put("module", task.type())
                        .put("status", task.hasBegun() ? "RUNNING" : "CREATED")
                        .put("executionAttempt", Math.max(1, task.attempts())));
        return progress.put("at", Times.format(at));
    }

    /** A frame holds 32 KiB; the counts tell of all. */
    private static final int MOST_STAGES = 150;

    private String status(Recorded recorded) {
        return switch (view.status(recorded)) {
            case PENDING -> "CREATED";
            case RUNNING, PAUSED -> "EXECUTING";
            case COMPLETED -> "COMPLETED";
            case FAILED, TIMED_OUT -> "FAILED";
            case CANCELED -> "CANCELED";
        };
    }
}
