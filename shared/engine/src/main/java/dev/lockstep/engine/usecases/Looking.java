package dev.lockstep.engine.usecases;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.decide.Attempt;
import dev.lockstep.engine.decide.AttemptResult;
import dev.lockstep.engine.decide.Decider;
import dev.lockstep.engine.decide.Decisions;
import dev.lockstep.engine.decide.ExecutionOutput;
import dev.lockstep.engine.decide.Iterations;
import dev.lockstep.engine.decide.StageData;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.ForEach;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.StageRunState.Note;
import dev.lockstep.engine.expression.EvaluationException;
import dev.lockstep.engine.expression.Scope;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.ports.StageRunStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Looks at what a stage run waits for: what is within a loop or a map, or another execution. */
public final class Looking {
    private final ExecutionStore executions;
    private final StageRunStore runs;
    private final Plans plans;

    public Looking(ExecutionStore executions, StageRunStore runs, Plans plans) {
        this.executions = executions;
        this.runs = runs;
        this.plans = plans;
    }

    /** What the run comes to now; empty where what it waits for is not there yet. */
    Optional<StageRunState> look(Turn turn, StageRun run, Instant now) {
        return switch (run.state()) {
            case StageRunState.Looping looping -> loop(turn, looping, now);
            case StageRunState.Mapping mapping -> map(turn, mapping, now);
            case StageRunState.Delegated delegated -> child(turn, run, delegated, now);
            case StageRunState.Awaiting awaiting
            when awaiting.deadline().filter(at -> !now.isBefore(at)).isPresent() ->
                Optional.of(tooLate(turn.task(), awaiting, now));
            case StageRunState.Awaiting awaiting
            when turn.task().activity() instanceof Activity.Decision decision ->
                Decisions.reminded(decision, awaiting, now).map(StageRunState.class::cast);
            case StageRunState other -> Optional.empty();
        };
    }

    private Optional<StageRunState> loop(Turn turn, StageRunState.Looping looping, Instant now) {
        if (!(turn.task().activity() instanceof Activity.Loop loop)) {
            throw new IllegalStateException(turn.key() + " goes round, and is no loop");
        }
        Iteration round = turn.key().iteration().at(looping.round());
        StageRunKey end = turn.iterations().beside("end:" + turn.task().id(), round);
        Recorded recorded =
                runs.read(turn.execution().id(), keys(turn, loop, round, end)).orElseThrow();
        boolean over = recorded.run(end).map(StageRun::state).orElse(null) instanceof StageRunState.Gathering gathering
                && plan(turn).stage(end.stage()) instanceof Stage.Join join
                && gathering.all() == join.branches();
        return over ? Optional.of(next(turn, loop, looping, recorded, now)) : Optional.empty();
    }

    private static Plan plan(Turn turn) {
        return turn.plan();
    }

    private static Set<StageRunKey> keys(Turn turn, Activity.Loop loop, Iteration round, StageRunKey end) {
        Set<StageRunKey> keys = new LinkedHashSet<>(turn.data().keys());
        keys.add(end);
        keys.add(turn.key());
        loop.last().forEach(last -> keys.add(turn.iterations().beside(last, round)));
        within(turn, round).forEach(keys::add);
        return keys;
    }

    /** What the condition reads of the round, and what sets variables in it. */
    private static List<StageRunKey> within(Turn turn, Iteration round) {
        Set<String> read = turn.task().references().steps();
        return turn.plan().tasks().stream()
                .filter(task ->
                        task.place().within().filter(turn.task().id()::equals).isPresent())
                .filter(task -> task.activity() instanceof Activity.SetVariables
                        || task.activity() instanceof Activity.Loop
                        || read.contains(task.id()))
                .map(task -> turn.iterations().beside(task.id(), round))
                .toList();
    }

    private static StageRunState next(
            Turn turn, Activity.Loop loop, StageRunState.Looping looping, Recorded recorded, Instant now) {
        JsonNode output =
                Activities.outputOfRound(loop, turn, recorded, looping.round()).orElse(looping.data());
        Iteration round = turn.key().iteration().at(looping.round());
        ObjectNode variables = looping.variables().deepCopy();
        within(turn, round).stream()
                .flatMap(key -> recorded.run(key).stream())
                .filter(run -> run.state() instanceof StageRunState.Outcome)
                .sorted(Comparator.comparing(run -> ((StageRunState.Outcome) run.state()).at()))
                .map(StageData::setBy)
                .forEach(set -> set.properties().forEach(one -> variables.set(one.getKey(), one.getValue())));
        Attempt attempt = new Attempt(1, looping.since(), now, 0);
        Optional<Failure> flaw = StageWorker.variablesFlaw(Optional.empty(), Optional.of(output), variables);
        if (flaw.isPresent()) {
            return failed(turn.task(), attempt, flaw.get(), looping.data());
        }
        int rounds = looping.round() + 1;
        try {
            StageRun soFar =
                    new StageRun(turn.key(), 0, new StageRunState.Looping(looping.since(), rounds, output, variables));
            List<StageRun> seen = new ArrayList<>(recorded.runs().values());
            seen.removeIf(run -> run.key().equals(turn.key()));
            seen.add(soFar);
            StageData data = new StageData(
                    turn.plan(), turn.iterations(), turn.task(), turn.key().iteration());
            Scope scope = data.scopeAfterRound(Recorded.of(recorded.execution(), seen), round);
            if (loop.condition().test(scope) == loop.until()) {
                Note note = variables.isEmpty() ? new Note.None() : new Note.Set(variables);
                return Decider.afterAttempt(
                        turn.task(), attempt, new AttemptResult.Succeeded(Optional.empty(), output, note));
            }
        } catch (EvaluationException e) {
            return failed(turn.task(), attempt, StageWorker.invalidExpression(e), looping.data());
        }
        return rounds < loop.mostIterations()
                ? new StageRunState.Looping(looping.since(), rounds, output, variables)
                : failed(
                        turn.task(),
                        attempt,
                        new Failure(
                                "TooManyIterations",
                                "the loop went round " + rounds + " times, and its condition still has it go on"),
                        looping.data());
    }

    private static StageRunState failed(Stage.Task task, Attempt attempt, Failure failure, JsonNode given) {
        return Decider.failedForGood(
                task, attempt, new AttemptResult.Failed(Optional.empty(), failure, Optional.of(given)));
    }

    private Optional<StageRunState> map(Turn turn, StageRunState.Mapping mapping, Instant now) {
        Iterations iterations = turn.iterations();
        StageRunKey gather =
                iterations.beside(Plan.gather(turn.task().id()), turn.key().iteration());
        Recorded recorded = runs.read(turn.execution().id(), List.of(gather)).orElseThrow();
        boolean over = recorded.run(gather).map(StageRun::state).orElse(null) instanceof StageRunState.Gathering all
                && all.expected().isPresent()
                && all.all() == all.expected().getAsInt();
        ForEach each = turn.task().forEach().orElseThrow();
        if (!over && each.tolerated().bearsNone()) {
            return Optional.empty();
        }
        Attempt attempt = new Attempt(1, mapping.since(), now, 0);
        List<StageRun> elements = runs.elements(turn.execution().id(), turn.key(), over ? StageWorker.MAX_BYTES : 0);
        List<StageRun> ended = elements.stream()
                .filter(run -> run.state() instanceof StageRunState.Outcome && !isTriedAgain(turn, run))
                .toList();
        List<StageRun> failed = ended.stream()
                .filter(run -> run.state() instanceof StageRunState.Failed && !run.bearsFailure())
                .toList();
        if (each.tolerated().isExceeded(failed.size(), mapping.total())) {
            return Optional.of(failed(turn.task(), attempt, tooMany(failed, mapping.total()), Json.object()));
        }
        // Those that failed have arrived too; where they are tried again, that is not over before they have ended
        // again.
        return over && ended.size() == mapping.total()
                ? Optional.of(outputs(turn, elements, attempt))
                : Optional.empty();
    }

    private static boolean isTriedAgain(Turn turn, StageRun run) {
        return run.state() instanceof StageRunState.Failed failed && Decider.isReopened(turn.execution(), failed);
    }

    private static Failure tooMany(List<StageRun> failed, int total) {
        Failure first = ((StageRunState.Failed) failed.getFirst().state()).failure();
        return new Failure(
                first.name(),
                failed.size() + " of " + total + " elements failed, among them element "
                        + failed.getFirst().key().iteration().last() + ": " + first.message());
    }

    private static StageRunState outputs(Turn turn, List<StageRun> elements, Attempt attempt) {
        ArrayNode items = Json.array();
        for (StageRun element : elements) {
            JsonNode output = element.output().orElse(null);
            if (output == null) {
                items.addNull();
            } else if (output.isMissingNode()) {
                return failed(
                        turn.task(),
                        attempt,
                        new Failure(
                                "OutputTooLarge",
                                "the outputs of all elements have more than " + StageWorker.MAX_BYTES
                                        + " bytes of JSON together"),
                        Json.object());
            } else {
                items.add(output);
            }
        }
        ObjectNode output = Json.object();
        output.set("items", items);
        Optional<Failure> flaw = StageWorker.outputFlaw(Optional.empty(), output);
        return flaw.isPresent()
                ? failed(turn.task(), attempt, flaw.get(), Json.object())
                : Decider.afterAttempt(turn.task(), attempt, new AttemptResult.Succeeded(Optional.empty(), output));
    }

    private Optional<StageRunState> child(Turn turn, StageRun run, StageRunState.Delegated delegated, Instant now) {
        Attempt attempt =
                Decider.ended(turn.execution(), Optional.of(run), delegated.attempt(), delegated.since(), now, 0);
        Optional<JsonNode> given = Optional.of(delegated.input());
        if (turn.task().activity() instanceof Activity.SubWorkflow workflow && !workflow.waits()) {
            boolean there = runs.read(delegated.to(), List.of()).isPresent();
            JsonNode output = Json.object().put("execution_id", delegated.to().value());
            AttemptResult started = new AttemptResult.Succeeded(given, output, new Note.Started(delegated.to()));
            return there ? Optional.of(Decider.afterAttempt(turn.task(), attempt, started)) : Optional.empty();
        }
        Optional<Execution> child = runs.read(delegated.to(), List.of())
                .map(Recorded::execution)
                .filter(Execution::hasEnded)
                .filter(ended ->
                        ChildrenAgain.anew(turn.execution(), turn.key(), ended).isEmpty());
        return child.map(ended -> Decider.afterAttempt(turn.task(), attempt, result(ended, delegated)))
                .map(state -> state instanceof StageRunState.Failed failed
                        ? failed.by(new StageRunState.Child(delegated.workflow(), delegated.to()))
                        : state);
    }

    private AttemptResult result(Execution child, StageRunState.Delegated delegated) {
        Optional<JsonNode> given = Optional.of(delegated.input());
        return switch (child.state()) {
            case ExecutionState.Completed completed -> {
                JsonNode output = executions
                        .read(child.id())
                        .map(recorded ->
                                ExecutionOutput.of(plans.get(child.workflow()).plan(), recorded))
                        .orElseGet(Json::object);
                Optional<Failure> flaw = StageWorker.outputFlaw(given, output);
                yield flaw.isPresent()
                        ? new AttemptResult.Failed(given, flaw.get())
                        : new AttemptResult.Succeeded(given, output, new Note.Started(child.id()));
            }
            case ExecutionState.Failed failed ->
                new AttemptResult.Failed(
                        given,
                        new Failure(
                                failed.failure().name(),
                                "execution " + child.id() + " failed in " + failed.stage() + ": "
                                        + failed.failure().message()));
            case ExecutionState.TimedOut timedOut ->
                new AttemptResult.Failed(
                        given, new Failure("TimedOut", "execution " + child.id() + " took longer than it may"));
            case ExecutionState.Canceled canceled ->
                new AttemptResult.Failed(given, new Failure("Canceled", "execution " + child.id() + " was canceled"));
            case ExecutionState.Live live -> throw notEnded(child);
            case ExecutionState.Paused paused -> throw notEnded(child);
            case ExecutionState.Compensating compensating -> throw notEnded(child);
        };
    }

    private static IllegalStateException notEnded(Execution child) {
        return new IllegalStateException("execution " + child.id() + " has not ended");
    }

    private static StageRunState tooLate(Stage.Task task, StageRunState.Awaiting awaiting, Instant now) {
        if (task.activity() instanceof Activity.Decision decision
                && decision.after().isPresent()) {
            String transition = decision.after().get().transition();
            Note moved = new Note.Moved(transition, Optional.empty(), awaiting.approvals());
            return new StageRunState.Completed(1, awaiting.since(), now, Optional.empty(), Json.object(), moved);
        }
        Attempt attempt = new Attempt(1, awaiting.since(), now, 0);
        boolean goesOn = task.activity() instanceof Activity.Await await
                && await.atDeadline() == Activity.Await.AtDeadline.CONTINUE;
        return goesOn
                ? new StageRunState.Skipped(now, awaiting.input())
                : failed(task, attempt, new Failure("TimedOut", "no signal came by the deadline"), awaiting.input());
    }
}
