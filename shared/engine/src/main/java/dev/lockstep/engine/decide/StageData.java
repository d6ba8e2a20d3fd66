package dev.lockstep.engine.decide;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.StageInput;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.StageRunState.Note;
import dev.lockstep.engine.expression.EvaluationException;
import dev.lockstep.engine.expression.References;
import dev.lockstep.engine.expression.Scope;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The data that a run of a task sees: the input of the execution and the outputs of the stages before it. */
public final class StageData {
    private final Plan plan;
    private final Stage.Task task;
    private final Iteration iteration;
    private final Iterations iterations;
    /** The task as far as this run is about it. */
    private final Stage.Task part;

    private final References references;

    public StageData(Plan plan, Iterations iterations, Stage.Task task, Iteration iteration) {
        this.plan = plan;
        this.task = task;
        this.iteration = iteration;
        this.iterations = iterations;
        this.part = isElement() ? task.forOneElement() : task;
        this.references = part.references();
    }

    /** Whether the run is for one element of a list. */
    public boolean isElement() {
        return iterations.isElement(task, iteration);
    }

    /** The runs that it is made of, and those of {@link #keysToSettle}. */
    public Set<StageRunKey> keys() {
        Set<StageRunKey> keys = new LinkedHashSet<>();
        part.reads().stream().map(this::seen).forEach(keys::add);
        keys.addAll(keysToSettle());
        items().ifPresent(keys::add);
        return keys;
    }

    /** The runs that tell whether the run is still of use, or already, and what follows from it, whatever its data is. */
    public Set<StageRunKey> keysToSettle() {
        Set<StageRunKey> keys =
                new LinkedHashSet<>(Guards.of(plan, iterations, task, iteration).keys());
        if (isElement()) {
            keys.add(iterations.items(task.id(), iteration));
        }
        if (iterations.isAnewWithinLoops()) {
            plan.around(task).map(this::seen).forEach(keys::add);
        }
        return keys;
    }

    /** Whether it reads which attempt it is made for. */
    public boolean readsAttempt() {
        return references.attempt();
    }

    private StageRunKey seen(String stage) {
        return iterations.seenBy(task, iteration, stage);
    }

    /** Where the element is kept that the run is for, if it reads it: its own, or else that of the innermost loop around it. */
    private Optional<StageRunKey> items() {
        boolean wanted = references.item() || task.input() instanceof StageInput.OfItem;
        return isElement() || wanted
                ? element().map(key -> iterations.items(key.stage(), key.iteration()))
                : Optional.empty();
    }

    /** The run for one element that this is, or is part of. */
    private Optional<StageRunKey> element() {
        if (isElement()) {
            return Optional.of(new StageRunKey(task.id(), iteration));
        }
        Optional<String> around = task.place().undoes().or(() -> task.place().within());
        while (around.isPresent()) {
            Stage.Task loop = plan.task(around.get());
            int depth = plan.depth(loop) + 1;
            if (loop.forEach().isPresent() && iteration.depth() >= depth) {
                return Optional.of(new StageRunKey(loop.id(), iteration.upTo(depth)));
            }
            around = loop.place().within();
        }
        return Optional.empty();
    }

    /**
     * What the task's expressions may read.
     *
     * @param recorded the execution and, as far as they are there, the runs of {@link #keys}
     */
    public Scope scope(Recorded recorded) {
        return scope(recorded, this::seen);
    }

    /**
     * What a loop's condition may read when a round is over: the stages within the loop, as they were in that round, too.
     *
     * @param round the loop's iteration and, within it, the round's number
     */
    public Scope scopeAfterRound(Recorded recorded, Iteration round) {
        return scope(
                recorded,
                stage -> iterations.isWithin(plan.task(stage), task.id())
                        ? iterations.beside(stage, round)
                        : stage.equals(task.id()) ? iterations.beside(stage, iteration) : seen(stage));
    }

    private Scope scope(Recorded recorded, Function<String, StageRunKey> seen) {
        Map<String, JsonNode> steps = new LinkedHashMap<>();
        for (String id : references.steps()) {
            steps.put(id, step(plan.task(id), recorded.run(seen.apply(id))));
        }
        Execution execution = recorded.execution();
        ObjectNode workflow = Json.object()
                .put("id", execution.workflow().workflow().value())
                .put("version", execution.workflow().version())
                .put("execution_id", execution.id().value());
        execution.tags().correlationId().ifPresent(id -> workflow.put("correlation_id", id));
        execution
                .parent()
                .ifPresent(parent -> workflow.put(
                                "parent_execution_id", parent.execution().value())
                        .put("parent_step", parent.run().stage())
                        .put("parent_iteration", parent.run().iteration().toString()));
        Scope scope = Scope.of(execution.input(), steps, workflow);
        if (references.inputs()) {
            scope = scope.with("inputs", execution.input());
        }
        if (references.variables()) {
            scope = scope.with("variables", variables(recorded));
        }
        Optional<JsonNode> item = item(recorded);
        if (item.isPresent()) {
            int index = element().orElseThrow().iteration().last();
            scope = scope.with("item", item.get()).with("index", JsonNodeFactory.instance.numberNode(index));
        }
        return scope;
    }

    private static ObjectNode step(Stage.Task task, Optional<StageRun> run) {
        ObjectNode step =
                Json.object().put("status", run.map(StageData::statusOf).orElse("SKIPPED"));
        run.flatMap(StageRun::output).ifPresent(output -> step.set("output", output));
        run.flatMap(known -> known.input().or(() -> task.input().literal()))
                .ifPresent(input -> step.set("input", input));
        if (run.isPresent()) {
            step.put("run", run.get().key().iteration().toString());
            run.get().child().ifPresent(execution -> step.put("execution_id", execution.value()));
            switch (run.get().state()) {
                case StageRunState.Completed completed ->
                    ended(step, completed.attempt(), completed.startedAt(), completed.at());
                case StageRunState.Failed failed -> {
                    ended(step, failed.attempt(), failed.startedAt(), failed.at());
                    step.set("error", failed.failure().toJson());
                }
                case StageRunState.Looping looping -> step.put("iteration", looping.round());
                case StageRunState other -> {}
            }
        }
        return step;
    }

    private static void ended(ObjectNode step, int attempt, Instant from, Instant to) {
        step.put("attempt", attempt).put("started_at", from.toString()).put("ended_at", to.toString());
    }

    private ObjectNode variables(Recorded recorded) {
        ObjectNode variables = Json.object();
        for (String setter : task.place().setters()) {
            recorded.run(seen(setter))
                    .map(StageData::setBy)
                    .ifPresent(set -> set.properties()
                            .forEach(variable -> variables.set(variable.getKey(), variable.getValue())));
        }
        return variables;
    }

    /** The variables that a run has set. */
    public static ObjectNode setBy(StageRun run) {
        return switch (run.state()) {
            case StageRunState.Completed completed when completed.note() instanceof Note.Set set -> set.variables();
            case StageRunState.Looping looping -> looping.variables();
            case StageRunState other -> Json.object();
        };
    }

    private Optional<JsonNode> item(Recorded recorded) {
        return items().flatMap(recorded::run)
                .map(StageRun::state)
                .filter(StageRunState.Elements.class::isInstance)
                .map(StageRunState.Elements.class::cast)
                .map(elements ->
                        elements.items().get(element().orElseThrow().iteration().last() % Stage.Items.PART));
    }

    /** The stage's input, before it is fitted to what the stage takes. */
    public JsonNode input(Recorded recorded, Scope scope) throws EvaluationException {
        Optional<JsonNode> edited = iterations.editedInput(task, iteration);
        if (edited.isPresent()) {
            return edited.get();
        }
        return switch (task.input()) {
            case StageInput.OfExecution of -> recorded.execution().input();
            case StageInput.OfItem of -> item(recorded).orElseThrow(() -> notThere("its element"));
            case StageInput.OfLoop of -> outputOf(recorded, of.loop());
            case StageInput.OutputOf of -> outputOf(recorded, of.stage());
            case StageInput.OutputsOf of -> {
                ObjectNode outputs = Json.object();
                of.stages()
                        .forEach(id -> recorded.run(seen(id))
                                .flatMap(StageRun::output)
                                .ifPresent(output -> outputs.set(id, output)));
                yield outputs;
            }
            case StageInput.Own own -> own.data().evaluate(scope);
        };
    }

    private JsonNode outputOf(Recorded recorded, String id) {
        return recorded.run(seen(id)).flatMap(StageRun::output).orElseThrow(() -> notThere(id));
    }

    private IllegalStateException notThere(String what) {
        return new IllegalStateException("stage " + task.id() + " was reached before " + what + " was there");
    }

    private static String statusOf(StageRun run) {
        return switch (run.state()) {
            case StageRunState.Completed completed -> "COMPLETED";
            case StageRunState.Skipped skipped -> "SKIPPED";
            case StageRunState.Failed failed -> "FAILED";
            case StageRunState.Canceled canceled -> "CANCELED";
            case StageRunState.Running running -> "RUNNING";
            case StageRunState.Retrying retrying -> "RUNNING";
            case StageRunState.Mapping mapping -> "RUNNING";
            case StageRunState.Looping looping -> "RUNNING";
            case StageRunState.Delegated delegated -> "RUNNING";
            case StageRunState.Offered offered -> "WAITING";
            case StageRunState.Waiting waiting -> "WAITING";
            case StageRunState.Awaiting awaiting -> "WAITING";
            case StageRunState.Gathering gathering -> "RUNNING";
            case StageRunState.Elements elements -> "RUNNING";
            case StageRunState.SkipAhead ahead -> "SKIPPED";
        };
    }
}
