package dev.lockstep.dialects.pipeline;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.StageInput;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.operations.Catalogue;
import dev.lockstep.engine.ports.DataBudget;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Renders the tasks of one execution. Once an execution has ended before its plan did, what had no outcome by then is canceled
 * for good: an outcome that comes in later, of work that was under way, no longer shows, so that no answer takes back another.
 */
final class TaskView {
    private final Catalogue catalogue;
    private final Recorded recorded;
    private final DataBudget budget;

    TaskView(Catalogue catalogue, Recorded recorded, DataBudget budget) {
        this.catalogue = catalogue;
        this.recorded = recorded;
        this.budget = budget;
    }

    ObjectNode task(Stage.Operation stage) {
        StageRunKey key = StageRunKey.first(stage.id());
        Optional<StageRun> run = shown(key);
        ObjectNode view = Json.object()
                .put("task_id", TaskIds.of(recorded.execution().id(), key))
                .put("type", stage.type())
                .put("status", status(run).name());
        input(stage, run)
                .filter(this::fits)
                .ifPresentOrElse(input -> view.set("input", input), () -> view.putNull("input"));
        if (run.isPresent()
                && run.get().state() instanceof StageRunState.Completed completed
                && !completed.output().isMissingNode()
                && fits(completed.output())) {
            view.set("output", completed.output());
        }
        run.flatMap(TaskView::failure).ifPresent(failure -> view.set("error", PipelineView.error(failure)));
        return view;
    }

    private boolean fits(JsonNode data) {
        return budget.takes(Json.size(data));
    }

    private Optional<StageRun> shown(StageRunKey key) {
        return recorded.run(key).filter(run -> !isTooLate(run));
    }

    private boolean isTooLate(StageRun run) {
        if (!(recorded.execution().state() instanceof ExecutionState.Ended ended)
                || ended instanceof ExecutionState.Completed) {
            return false;
        }
        return !(run.state() instanceof StageRunState.Outcome outcome)
                || outcome.at().isAfter(ended.at());
    }

    private TaskStatus status(Optional<StageRun> run) {
        if (run.isEmpty()) {
            return recorded.execution().hasEnded() ? TaskStatus.CANCELED : TaskStatus.PENDING;
        }
        return switch (run.get().state()) {
            case StageRunState.Running running -> TaskStatus.RUNNING;
            case StageRunState.Retrying retrying -> TaskStatus.RUNNING;
            case StageRunState.Waiting waiting -> TaskStatus.WAITING;
            case StageRunState.Gathering gathering -> TaskStatus.PENDING;
            case StageRunState.Completed completed -> TaskStatus.COMPLETED;
            case StageRunState.Failed failed -> TaskStatus.FAILED;
            case StageRunState.Skipped skipped -> TaskStatus.SKIPPED;
        };
    }

    /** As it was recorded, or else as the plan and the outputs before it tell, once they do. */
    private Optional<JsonNode> input(Stage.Operation stage, Optional<StageRun> run) {
        return run.flatMap(TaskView::recordedInput)
                .or(() -> toldInput(stage.input()).map(input -> fitted(stage, input)));
    }

    private static Optional<JsonNode> recordedInput(StageRun run) {
        return switch (run.state()) {
            case StageRunState.Running running -> running.input();
            case StageRunState.Waiting waiting -> waiting.input();
            case StageRunState.Completed completed -> completed.input();
            case StageRunState.Failed failed -> failed.input();
            case StageRunState.Skipped skipped -> Optional.of(skipped.passed()).filter(data -> !data.isMissingNode());
            case StageRunState.Retrying retrying -> Optional.empty();
            case StageRunState.Gathering gathering -> Optional.empty();
        };
    }

    private Optional<JsonNode> toldInput(StageInput input) {
        return switch (input) {
            case StageInput.OfExecution of -> Optional.of(recorded.execution().input());
            case StageInput.OutputOf of -> outputOf(of.stage());
            case StageInput.OutputsOf of -> outputsOf(of.stages());
            case StageInput.Own own -> own.data().literal();
        };
    }

    private Optional<JsonNode> outputOf(String stage) {
        return shown(StageRunKey.first(stage)).flatMap(StageRun::output).filter(output -> !output.isMissingNode());
    }

    private Optional<JsonNode> outputsOf(List<String> stages) {
        ObjectNode outputs = Json.object();
        stages.forEach(stage -> outputOf(stage).ifPresent(output -> outputs.set(stage, output)));
        return outputs.size() == stages.size() ? Optional.of(outputs) : Optional.empty();
    }

    private JsonNode fitted(Stage.Operation stage, JsonNode input) {
        return catalogue
                .find(stage.type())
                .flatMap(operation -> operation.takes().coerce(input))
                .orElse(input);
    }

    private static Optional<Failure> failure(StageRun run) {
        return switch (run.state()) {
            case StageRunState.Failed failed -> Optional.of(failed.failure());
            case StageRunState.Retrying retrying -> Optional.of(retrying.failure());
            case StageRunState.Running running -> Optional.empty();
            case StageRunState.Waiting waiting -> Optional.empty();
            case StageRunState.Completed completed -> Optional.empty();
            case StageRunState.Skipped skipped -> Optional.empty();
            case StageRunState.Gathering gathering -> Optional.empty();
        };
    }
}
