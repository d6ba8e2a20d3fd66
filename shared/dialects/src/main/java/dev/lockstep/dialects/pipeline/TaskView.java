package dev.lockstep.dialects.pipeline;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.decide.Iterations;
import dev.lockstep.engine.decide.Standing;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.StageInput;
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

/** Renders the tasks of one execution: of a step within a loop, its latest round. */
final class TaskView {
    private final Catalogue catalogue;
    private final Recorded recorded;
    private final Iterations iterations;
    private final Standing standing;
    private final DataBudget budget;

    TaskView(Catalogue catalogue, Plan plan, Recorded recorded, DataBudget budget) {
        this.catalogue = catalogue;
        this.recorded = recorded;
        this.iterations = new Iterations(plan, recorded.execution().past().reruns());
        this.standing = new Standing(plan, recorded);
        this.budget = budget;
    }

    ObjectNode task(Stage.Task task) {
        return task(task, standing.latest(task));
    }

    ObjectNode task(Stage.Task task, StageRunKey key) {
        Optional<StageRun> run = standing.run(key);
        ObjectNode view = Json.object()
                .put("task_id", TaskIds.of(recorded.execution().id(), key))
                .put("step", task.id())
                .put("type", task.as(run.flatMap(StageRun::resolved)).type())
                .put("status", TaskStatus.of(standing, key).name());
        task.place().undoes().ifPresent(step -> view.put("compensates", step));
        if (key.iteration().depth() > 1) {
            view.put("iteration", key.iteration().toString());
        }
        input(task, key, run)
                .filter(data -> !data.isMissingNode())
                .filter(this::fits)
                .ifPresentOrElse(input -> view.set("input", input), () -> view.putNull("input"));
        run.flatMap(TaskView::output)
                .filter(data -> !data.isMissingNode())
                .filter(this::fits)
                .ifPresent(output -> view.set("output", output));
        run.flatMap(TaskView::failure).ifPresent(failure -> view.set("error", PipelineView.error(failure)));
        run.ifPresent(known -> describe(task, known, view));
        return view;
    }

    private void describe(Stage.Task task, StageRun run, ObjectNode view) {
        if (task.forEach().isPresent() && !(run.state() instanceof StageRunState.Skipped)) {
            List<StageRun> elements = standing.elements(run.key());
            if (!elements.isEmpty() || run.state() instanceof StageRunState.Mapping) {
                ObjectNode counts = view.putObject("elements");
                if (run.state() instanceof StageRunState.Mapping mapping) {
                    counts.put("total", mapping.total());
                }
                counts.put("completed", count(elements, StageRunState.Completed.class))
                        .put("failed", count(elements, StageRunState.Failed.class));
            }
        }
        switch (run.state()) {
            case StageRunState.Looping looping -> view.put("rounds", looping.round());
            case StageRunState.Delegated delegated ->
                view.put("execution_id", delegated.to().value());
            case StageRunState.Failed failed ->
                failed.by()
                        .ifPresent(by -> view.put("execution_id", by.execution().value()));
            case StageRunState.Awaiting awaiting
            when task.as(run.resolved()).activity() instanceof Activity.Await await ->
                view.put("signal", await.signal());
            case StageRunState.Completed completed
            when completed.note() instanceof StageRunState.Note.Started started ->
                view.put("execution_id", started.execution().value());
            case StageRunState other -> {}
        }
    }

    private static long count(List<StageRun> elements, Class<? extends StageRunState> state) {
        return elements.stream().filter(run -> state.isInstance(run.state())).count();
    }

    private boolean fits(JsonNode data) {
        return budget.takes(Json.size(data));
    }

    private static Optional<JsonNode> output(StageRun run) {
        return run.state() instanceof StageRunState.Completed completed
                ? Optional.of(completed.output())
                : Optional.empty();
    }

    /** As it was recorded, or else as the plan and the outputs before it tell, once they do. */
    private Optional<JsonNode> input(Stage.Task task, StageRunKey key, Optional<StageRun> run) {
        return run.flatMap(known -> known.input().or(() -> passed(known)))
                .or(() -> iterations.editedInput(task, key.iteration()))
                .or(() -> toldInput(task, key).map(input -> fitted(task, input)));
    }

    /** What went past a step that was skipped. */
    private static Optional<JsonNode> passed(StageRun run) {
        return run.state() instanceof StageRunState.Skipped skipped
                ? Optional.of(skipped.passed()).filter(data -> !data.isMissingNode())
                : Optional.empty();
    }

    private Optional<JsonNode> toldInput(Stage.Task task, StageRunKey key) {
        return switch (task.input()) {
            case StageInput.OfExecution of -> Optional.of(recorded.execution().input());
            case StageInput.OfItem of -> Optional.empty();
            case StageInput.OfLoop of -> Optional.empty();
            case StageInput.OutputOf of -> outputOf(task, key, of.stage());
            case StageInput.OutputsOf of -> outputsOf(task, key, of.stages());
            case StageInput.Own own -> own.literal();
        };
    }

    private Optional<JsonNode> outputOf(Stage.Task task, StageRunKey key, String stage) {
        return standing.run(standing.seenBy(task, key, stage))
                .flatMap(StageRun::output)
                .filter(output -> !output.isMissingNode());
    }

    /** Once all of them are over, those that gave something. */
    private Optional<JsonNode> outputsOf(Stage.Task task, StageRunKey key, List<String> stages) {
        ObjectNode outputs = Json.object();
        for (String stage : stages) {
            StageRunKey seen = standing.seenBy(task, key, stage);
            Optional<JsonNode> output = outputOf(task, key, stage);
            if (output.isEmpty() && !standing.isSkipped(seen) && !standing.isCanceled(seen)) {
                return Optional.empty();
            }
            output.ifPresent(data -> outputs.set(stage, data));
        }
        return Optional.of(outputs);
    }

    private JsonNode fitted(Stage.Task task, JsonNode input) {
        return catalogue
                .find(task.type())
                .flatMap(operation -> operation.takes().coerce(input))
                .orElse(input);
    }

    private static Optional<Failure> failure(StageRun run) {
        return switch (run.state()) {
            case StageRunState.Failed failed -> Optional.of(failed.failure());
            case StageRunState.Retrying retrying -> Optional.of(retrying.failure());
            case StageRunState other -> Optional.empty();
        };
    }
}
