package dev.lockstep.dialects.run;

import dev.lockstep.dialects.pipeline.PipelineView;
import dev.lockstep.dialects.pipeline.TaskIds;
import dev.lockstep.dialects.pipeline.TaskStatus;
import dev.lockstep.dialects.pipeline.Times;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.decide.Frontier;
import dev.lockstep.engine.decide.Standing;
import dev.lockstep.engine.decide.Usage;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.ports.DataBudget;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A stage of a run: a task of its definition, as its latest run stands.
 *
 * @param attempt the number of the latest attempt, from 1 on, be it to come
 * @param credits what all attempts count as
 */
record RunStage(String id, String module, RunStageStatus status, int attempt, long credits, Optional<StageRun> run) {
    static RunStage of(Execution execution, Stage.Task task, Standing standing, Usage usage) {
        StageRunKey key = standing.latest(task);
        Optional<StageRun> run = standing.run(key);
        return new RunStage(
                TaskIds.of(execution.id(), key),
                task.type(),
                RunStageStatus.of(TaskStatus.of(standing, key)),
                Math.max(1, run.map(Usage::attempts).orElse(0)),
                usage.of(task),
                run);
    }

    /** What an event tells of it. */
    ObjectNode brief() {
        return Json.object()
                .put("id", id)
                .put("module", module)
                .put("status", status.name())
                .put("executionAttempt", attempt);
    }

    /**
     * @param budget for its output
     * @param createdAt when the execution was made, for what has not been reached
     */
    ObjectNode view(DataBudget budget, Instant createdAt) {
        ObjectNode view = Json.object().put("id", id).put("module", module).put("status", status.name());
        run.map(StageRun::state)
                .filter(StageRunState.Completed.class::isInstance)
                .map(state -> ((StageRunState.Completed) state).output())
                .filter(output -> !output.isMissingNode() && budget.takes(Json.size(output)))
                .<JsonNode>map(output -> output)
                .ifPresentOrElse(output -> view.set("output", output), () -> view.putNull("output"));
        run.flatMap(RunStage::failure)
                .map(PipelineView::error)
                .ifPresentOrElse(error -> view.set("error", error), () -> view.putNull("error"));
        Instant updated =
                run.flatMap(known -> Frontier.changedAt(known.state())).orElse(createdAt);
        return view.put("creditUsage", credits)
                .put("executionAttempt", attempt)
                .put("updatedAt", Times.format(updated));
    }

    private static Optional<Failure> failure(StageRun run) {
        return switch (run.state()) {
            case StageRunState.Failed failed -> Optional.of(failed.failure());
            case StageRunState.Retrying retrying -> Optional.of(retrying.failure());
            case StageRunState other -> Optional.empty();
        };
    }
}
