package dev.lockstep.dialects.pipeline;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.webhook.EventBody;
import dev.lockstep.engine.webhook.EventType;
import dev.lockstep.engine.webhook.WebhookEvent;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Renders executions for receivers, in the fields that reading an execution has. What ended is told in full, unless it has too much
 * data; of all else, what stays as it is, so that each attempt of a delivery says the same.
 */
public final class WebhookBody implements EventBody {
    private static final long MOST_BYTES = 256 * 1024;

    private final PipelineView view;

    public WebhookBody(PipelineView view) {
        this.view = view;
    }

    @Override
    public JsonNode execution(WorkflowVersion version, Recorded recorded, WebhookEvent.OfExecution event) {
        Execution execution = recorded.execution();
        if (execution.state() instanceof ExecutionState.Ended ended && EventType.of(ended) == event.type()) {
            ObjectNode whole = view.execution(version, recorded);
            return Json.size(whole) <= MOST_BYTES
                    ? whole
                    : head(execution)
                            .put("status", status(event.type()).name())
                            .put("completed_at", Times.format(ended.at()))
                            .put("truncated", true);
        }
        return head(execution).put("status", status(event.type()).name());
    }

    private static ObjectNode head(Execution execution) {
        ObjectNode head = Json.object()
                .put("execution_id", execution.id().value())
                .put("workflow_id", execution.workflow().workflow().value());
        execution
                .parent()
                .ifPresent(parent ->
                        head.put("parent_execution_id", parent.execution().value()));
        execution.tags().correlationId().ifPresent(id -> head.put("correlation_id", id));
        execution.tags().priority().ifPresent(priority -> head.put("priority", priority));
        return head.put("created_at", Times.format(execution.createdAt()));
    }

    private static ExecutionStatus status(EventType type) {
        return switch (type) {
            case EXECUTION_STARTED -> ExecutionStatus.PENDING;
            case EXECUTION_PAUSED -> ExecutionStatus.PAUSED;
            case EXECUTION_COMPLETED -> ExecutionStatus.COMPLETED;
            case EXECUTION_FAILED -> ExecutionStatus.FAILED;
            case EXECUTION_TIMED_OUT -> ExecutionStatus.TIMED_OUT;
            case EXECUTION_CANCELED -> ExecutionStatus.CANCELED;
            case EXECUTION_RESUMED, EXECUTION_RETRIED, EXECUTION_RERUN, EXECUTION_COMPENSATING ->
                ExecutionStatus.RUNNING;
            case STEP_COMPLETED, STEP_FAILED, STEP_SKIPPED, STEP_CANCELED, STEP_REMINDED -> ExecutionStatus.RUNNING;
        };
    }

    @Override
    public JsonNode stage(WorkflowVersion version, Recorded recorded, WebhookEvent.OfStage event) {
        ObjectNode data = head(recorded.execution());
        ObjectNode task = data.putObject("task");
        StageRunKey key = event.run();
        task.put("task_id", TaskIds.of(recorded.execution().id(), key)).put("step", key.stage());
        version.plan().find(key.stage()).ifPresent(stage -> {
            if (stage instanceof Stage.Task of) {
                task.put("type", of.type());
                of.place().undoes().ifPresent(step -> task.put("compensates", step));
            }
        });
        task.put("status", status(event).name());
        if (key.iteration().depth() > 1 || key.iteration().generation() > 0) {
            task.put("iteration", key.iteration().toString());
        }
        recorded.run(key).ifPresent(run -> result(run, task));
        return data;
    }

    private static TaskStatus status(WebhookEvent.OfStage event) {
        return event.type() == EventType.STEP_REMINDED
                ? TaskStatus.WAITING
                : TaskStatus.valueOf(event.type().name().substring("STEP_".length()));
    }

    /** Nothing of one that somebody has tried again since. */
    private static void result(StageRun run, ObjectNode task) {
        if (run.state() instanceof StageRunState.Completed completed) {
            task.set("output", completed.output());
        } else if (run.state() instanceof StageRunState.Failed failed) {
            task.set("error", PipelineView.error(failed.failure()));
        }
    }
}
