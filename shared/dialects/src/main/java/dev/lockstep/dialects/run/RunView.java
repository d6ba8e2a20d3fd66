package dev.lockstep.dialects.run;

import dev.lockstep.dialects.pipeline.Times;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.decide.Frontier;
import dev.lockstep.engine.decide.Standing;
import dev.lockstep.engine.decide.Usage;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.ports.DataBudget;
import dev.lockstep.engine.usecases.ReadExecution;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Renders executions as runs. Counts, usage and statuses of one answer follow from one reading, and agree with each other. */
public final class RunView {
    /** A frame holds 32 KiB. */
    private static final int MOST_OPEN = 150;

    private final WorkflowVersion version;
    private final Recorded recorded;
    private final List<RunStage> stages;

    /**
     * @param recorded the execution with all its stage runs
     */
    public RunView(WorkflowVersion version, Recorded recorded) {
        this.version = version;
        this.recorded = recorded;
        Standing standing = new Standing(version.plan(), recorded);
        Usage usage = new Usage(version.plan(), recorded);
        this.stages = version.plan().tasks().stream()
                .map(task -> RunStage.of(recorded.execution(), task, standing, usage))
                .toList();
    }

    private RunStatus status() {
        return RunStatus.of(
                recorded.execution().state().name(), !recorded.runs().isEmpty());
    }

    private long pending() {
        return stages.stream().filter(stage -> !stage.status().isTerminal()).count();
    }

    private long failed() {
        return stages.stream()
                .filter(stage -> stage.status() == RunStageStatus.FAILED)
                .count();
    }

    private long usage() {
        return stages.stream().mapToLong(RunStage::credits).sum();
    }

    /** When anything of it was last recorded. */
    private Instant updatedAt() {
        Instant changed = new Frontier(version.plan(), recorded).lastChange();
        return switch (recorded.execution().state()) {
            case ExecutionState.Ended ended -> later(changed, ended.at());
            case ExecutionState.Paused paused -> later(changed, paused.at());
            case ExecutionState.Compensating compensating -> later(changed, compensating.at());
            case ExecutionState.Live live -> changed;
        };
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** The run, with all its stages in the order of the definition. */
    public ObjectNode run() {
        Execution execution = recorded.execution();
        ObjectNode view = Json.object()
                .put("id", execution.id().value())
                .put("workflowId", execution.workflow().workflow().value())
                .put("status", status().name())
                .put("pendingStageCount", pending())
                .put("failedStageCount", failed());
        if (execution.state() instanceof ExecutionState.Canceled canceled) {
            view.put("cancelRequestedAt", Times.format(canceled.at()));
            canceled.reason()
                    .ifPresentOrElse(reason -> view.put("cancelReason", reason), () -> view.putNull("cancelReason"));
        } else {
            view.putNull("cancelRequestedAt").putNull("cancelReason");
        }
        view.put("totalUsage", usage())
                .put("createdAt", Times.format(execution.createdAt()))
                .put("updatedAt", Times.format(updatedAt()));
        ArrayNode views = view.putArray("runStages");
        DataBudget budget = new DataBudget(ReadExecution.DATA_BYTES);
        stages.forEach(stage -> views.add(stage.view(budget, execution.createdAt())));
        if (budget.isSpent() || isCut()) {
            view.put("truncated", true);
        }
        return view;
    }

    /** Whether not even all data was read. */
    private boolean isCut() {
        return recorded.runs().values().stream()
                .anyMatch(run -> run.output().map(JsonNode::isMissingNode).orElse(false));
    }

    /**
     * What an event tells: the whole status, as of this reading. Where more stages are open than an event has room for, it names the
     * first of them; the counts tell of all.
     */
    public ObjectNode event() {
        ObjectNode view =
                Json.object().put("runId", recorded.execution().id().value()).put("status", status().name());
        ObjectNode output = view.putObject("output")
                .put("pendingStageCount", pending())
                .put("failedStageCount", failed())
                .put("totalUsage", usage());
        ArrayNode open = output.putArray("nonTerminalStages");
        stages.stream()
                .filter(stage -> !stage.status().isTerminal())
                .limit(MOST_OPEN)
                .forEach(stage -> open.add(stage.brief()));
        return view.put("at", Times.format(updatedAt()));
    }

    /** A run in a list: without what only its stages can tell. */
    public static ObjectNode summary(Execution execution) {
        ObjectNode view = Json.object()
                .put("id", execution.id().value())
                .put("workflowId", execution.workflow().workflow().value())
                .put("status", RunStatus.ofListed(execution).name())
                .put("createdAt", Times.format(execution.createdAt()));
        if (execution.state() instanceof ExecutionState.Ended ended) {
            view.put("endedAt", Times.format(ended.at()));
        }
        return view;
    }
}
