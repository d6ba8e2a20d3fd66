package dev.lockstep.dialects.pipeline;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.decide.ExecutionOutput;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.ExecutionSummary;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.operations.Catalogue;
import dev.lockstep.engine.ports.DataBudget;
import dev.lockstep.engine.usecases.ReadExecution;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Renders workflows and executions as pipelines. All that is told follows from what is recorded. */
public final class PipelineView {
    private final Catalogue catalogue;

    public PipelineView(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** The definition as registered, with the workflow's id and version. A machine has no steps: its name is all that is told. */
    public ObjectNode workflow(WorkflowVersion version) {
        ObjectNode view = Json.object()
                .put("workflow_id", version.ref().workflow().value())
                .put("version", version.ref().version())
                .put("created_at", Times.format(version.createdAt()));
        if (version.plan().isMachine()) {
            return view.put("name", version.name());
        }
        version.definition().properties().forEach(property -> view.set(property.getKey(), property.getValue()));
        return view;
    }

    /** An execution in a list. It is started when it is accepted, since its first steps are sent right then. */
    public ObjectNode summary(ExecutionSummary summary) {
        ObjectNode view = Json.object()
                .put("execution_id", summary.id().value())
                .put("status", ExecutionStatus.ofListed(summary.state()).name())
                .put("created_at", Times.format(summary.createdAt()))
                .put("started_at", Times.format(summary.createdAt()));
        summary.endedAt().ifPresent(at -> view.put("completed_at", Times.format(at)));
        return view;
    }

    /**
     * An execution with all its tasks. Where there is more data than an answer may show, tasks come without theirs from some point
     * on, and the answer says that it is truncated.
     *
     * @param recorded the execution with all its stage runs
     */
    public ObjectNode execution(WorkflowVersion version, Recorded recorded) {
        Execution execution = recorded.execution();
        ExecutionStatus status = ExecutionStatus.of(execution, hasBegun(recorded));
        ObjectNode view = Json.object()
                .put("execution_id", execution.id().value())
                .put("workflow_id", execution.workflow().workflow().value())
                .put("status", status.name());
        execution
                .parent()
                .ifPresent(parent ->
                        view.put("parent_execution_id", parent.execution().value()));
        execution.tags().correlationId().ifPresent(id -> view.put("correlation_id", id));
        execution.tags().priority().ifPresent(priority -> view.put("priority", priority));
        execution.tags().webhookUrl().ifPresent(url -> view.put("webhook_url", url));
        DataBudget budget = new DataBudget(ReadExecution.DATA_BYTES);
        Optional<JsonNode> output = output(version.plan(), recorded).filter(data -> budget.takes(Json.size(data)));
        ArrayNode tasks = view.putArray("tasks");
        TaskView taskView = new TaskView(catalogue, version.plan(), recorded, budget);
        version.plan().tasks().forEach(task -> tasks.add(taskView.task(task)));
        undone(version.plan(), recorded)
                .forEach(key -> tasks.add(taskView.task(version.plan().task(key.stage()), key)));
        if (budget.isSpent() || isCut(recorded)) {
            view.put("truncated", true);
        }
        view.set("input", execution.input());
        output.ifPresent(data -> view.set("output", data));
        error(execution.state()).ifPresent(error -> view.set("error", error));
        startedOnFailure(execution.state()).ifPresent(id -> view.put("on_failure_execution_id", id.value()));
        view.put("created_at", Times.format(execution.createdAt()));
        if (execution.state() instanceof ExecutionState.Paused paused) {
            ObjectNode pause =
                    view.putObject("pause").put("at", Times.format(paused.at())).put("by", paused.by());
            paused.reason().ifPresent(reason -> pause.put("reason", reason));
        }
        if (status != ExecutionStatus.PENDING) {
            view.put("started_at", Times.format(execution.createdAt()));
        }
        endedAt(execution.state()).ifPresent(at -> view.put("completed_at", Times.format(at)));
        return view;
    }

    /** Whether any stage has left a record: until then, the first steps wait in the queue. */
    private static boolean hasBegun(Recorded recorded) {
        return !recorded.runs().isEmpty();
    }

    /** Whether not even all data was read. */
    private static boolean isCut(Recorded recorded) {
        return recorded.runs().values().stream()
                .anyMatch(run -> run.output().map(JsonNode::isMissingNode).orElse(false));
    }

    private static Optional<Instant> endedAt(ExecutionState state) {
        return state instanceof ExecutionState.Ended ended ? Optional.of(ended.at()) : Optional.empty();
    }

    private static Optional<JsonNode> output(Plan plan, Recorded recorded) {
        return recorded.execution().state() instanceof ExecutionState.Completed
                ? Optional.of(ExecutionOutput.of(plan, recorded))
                : Optional.empty();
    }

    /** The runs that undid others, in the order in which they were begun. */
    private static List<StageRunKey> undone(Plan plan, Recorded recorded) {
        return recorded.runs().keySet().stream()
                .filter(key -> plan.stage(key.stage()) instanceof Stage.Task task
                        && task.place().undoes().isPresent())
                .toList();
    }

    /** Why an execution ended as it did, or is about to, where it did not complete: {@code {"name", "message", "step"?}}. */
    public static Optional<ObjectNode> error(ExecutionState state) {
        return switch (state) {
            case ExecutionState.Failed failed ->
                Optional.of(error(failed.failure()).put("step", failed.stage()));
            case ExecutionState.Canceled canceled ->
                Optional.of(error(new Failure("Canceled", canceled.reason().orElse("canceled by " + canceled.by()))));
            case ExecutionState.TimedOut timedOut ->
                Optional.of(error(new Failure("TimedOut", "the execution took longer than its timeout_seconds")));
            case ExecutionState.Compensating compensating -> error(compensating.end());
            case ExecutionState.Live live -> Optional.empty();
            case ExecutionState.Paused paused -> Optional.empty();
            case ExecutionState.Completed completed -> Optional.empty();
        };
    }

    private static Optional<ExecutionId> startedOnFailure(ExecutionState state) {
        return switch (state) {
            case ExecutionState.Failed failed -> failed.started();
            case ExecutionState.TimedOut timedOut -> timedOut.started();
            case ExecutionState other -> Optional.empty();
        };
    }

    /** {@code {"name", "message", "details"?}}. */
    public static ObjectNode error(Failure failure) {
        return failure.toJson();
    }
}
