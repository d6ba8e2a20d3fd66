package dev.lockstep.engine.simulation;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.OnError;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.StageRunState.Canceled;
import dev.lockstep.engine.execution.StageRunState.Completed;
import dev.lockstep.engine.execution.StageRunState.Delegated;
import dev.lockstep.engine.execution.StageRunState.Failed;
import dev.lockstep.engine.execution.StageRunState.Note;
import dev.lockstep.engine.execution.StageRunState.Outcome;
import dev.lockstep.engine.execution.StageRunState.Skipped;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What each stage must come to by the definition, reckoned from what those before it came to. What nobody can foretell, such as
 * who is first or whether a signal comes in time, is taken from the records, if it is one of the things that may be.
 */
final class Results {
    private final Ways ways;
    private final Data data;
    private final Function<ExecutionId, Optional<Ways>> others;

    /** @param others other executions, by their records */
    Results(Ways ways, Function<ExecutionId, Optional<Ways>> others) {
        this.ways = ways;
        this.data = new Data(ways);
        this.others = others;
    }

    /** What is wrong with what a run came to; empty where nothing is. */
    Optional<String> flaw(StageRun run) {
        StageRunKey key = run.key();
        if (!(run.state() instanceof Outcome outcome) || !ways.workflow().has(key.stage()) || !ways.isCurrent(key)) {
            return Optional.empty();
        }
        Stage.Task task = ways.workflow().task(key.stage());
        boolean right = switch (outcome) {
            case Completed completed -> isRight(task, key, completed) && isDue(task, run, completed);
            case Skipped skipped -> isRight(task, key, skipped);
            case Failed failed -> isRight(task, key, failed);
            case Canceled canceled -> ways.guards(key).stream().anyMatch(this::isOrWasOver);
        };
        return right ? Optional.empty() : Optional.of(key + " came to " + run);
    }

    /** Whether an operation was tried as often as it fails, and once more. */
    private boolean isDue(Stage.Task task, StageRun run, Completed completed) {
        boolean tries = task.type().equals(TestOperation.EFFECT) || task.type().equals(TestOperation.PURE);
        int due = ways.workflow().script(task.id()).failures(run.key().iteration()) + 1;
        boolean dead = run.past().stream().anyMatch(attempt -> attempt.failure().equals(Failure.deadLettered()));
        return !tries || isForAll(run.key()) || completed.attempt() == due || (dead && completed.attempt() > due);
    }

    /** Whether it is over, or was before somebody had it run anew. */
    private boolean isOrWasOver(StageRunKey guard) {
        return IntStream.rangeClosed(0, guard.iteration().generation())
                .mapToObj(generation ->
                        new StageRunKey(guard.stage(), guard.iteration().in(generation)))
                .flatMap(any -> ways.recorded().run(any).stream())
                .anyMatch(run -> run.state() instanceof Outcome);
    }

    private boolean isForAll(StageRunKey key) {
        return !ways.workflow().undoes(key.stage()) && ways.isForEach(key.stage()) && !ways.isElement(key);
    }

    private boolean isWanted(Stage.Task task, StageRunKey key) {
        return ways.isElement(key)
                || task.when().isEmpty()
                || Expressions.holds(task.when().get(), Eyes.of(ways, key));
    }

    private boolean isRight(Stage.Task task, StageRunKey key, Skipped skipped) {
        if (skipped.by().isPresent()) {
            return true;
        }
        boolean tooLate = task.activity() instanceof Activity.Await await
                && await.hasDeadline()
                && await.atDeadline() == Activity.Await.AtDeadline.CONTINUE;
        JsonNode passed = isForAll(key) ? Json.object() : data.input(task, key);
        return (tooLate || !isWanted(task, key)) && skipped.passed().equals(passed);
    }

    private boolean isRight(Stage.Task task, StageRunKey key, Completed completed) {
        if (!isWanted(task, key)) {
            return false;
        }
        if (isForAll(key)) {
            return completed.output().equals(Json.object().set("items", data.outputs(key)))
                    && !task.forEach()
                            .orElseThrow()
                            .tolerated()
                            .isExceeded(data.failed(key).size(), data.total(key));
        }
        JsonNode input = data.input(task, key);
        boolean given = completed.input().isEmpty() || completed.input().get().equals(input);
        return given
                && switch (task.activity()) {
                    case Activity.Operation operation ->
                        completed.output().equals(task.type().equals("Wait") ? input : TestOperation.summedUp(input));
                    case Activity.Choice choice ->
                        completed.output().equals(input)
                                && completed.note().equals(new Note.Took(taken(choice, Eyes.of(ways, key))));
                    case Activity.Merge merge -> isMerged(merge, key, completed.output(), input);
                    case Activity.Loop loop ->
                        completed.output().equals(data.input(key, data.rounds(key))) && isRoundedOff(loop, key);
                    case Activity.SetVariables set ->
                        completed.output().equals(input)
                                && completed
                                        .note()
                                        .equals(new Note.Set(Eyes.of(ways, key).set(key.stage(), key)));
                    case Activity.Terminate terminate ->
                        terminate.ending() == Activity.Terminate.Ending.FAILED
                                || completed.output().equals(input);
                    case Activity.Decision decision -> false;
                    case Activity.Dynamic dynamic -> false;
                    case Activity.Await await ->
                        completed.note() instanceof Note.By
                                && completed.output().has("signal");
                    case Activity.SubWorkflow workflow -> isDelegated(workflow, key, completed);
                    case Activity.Worker worker ->
                        completed.note() instanceof Note.By by
                                && completed
                                        .output()
                                        .equals(Workers.output(
                                                input, Holders.worker(by.actor().key())));
                };
    }

    private static List<String> taken(Activity.Choice choice, View view) {
        return choice.cases().stream()
                .filter(way -> Expressions.holds(way.when(), view))
                .findFirst()
                .map(Activity.Case::next)
                .orElse(choice.otherwise());
    }

    private boolean isMerged(Activity.Merge merge, StageRunKey key, JsonNode output, JsonNode input) {
        if (merge.needed() == merge.sources().size()) {
            return output.equals(input);
        }
        Node node = ways.workflow().node(key.stage());
        List<String> arrived = merge.sources().stream()
                .filter(from -> ways.edge(
                                from,
                                key.iteration(),
                                key.stage(),
                                node.failed().contains(from))
                        == Ways.Fate.ALIVE)
                .toList();
        return output.size() <= merge.needed()
                && (output.size() == merge.needed() || output.size() == arrived.size())
                && output.properties().stream()
                        .allMatch(one -> arrived.contains(one.getKey())
                                && one.getValue()
                                        .equals(data.output(one.getKey(), key.iteration())
                                                .orElse(null)));
    }

    private boolean isDelegated(Activity.SubWorkflow workflow, StageRunKey key, Completed completed) {
        if (!(completed.note() instanceof Note.Started started)) {
            return false;
        }
        Optional<ExecutionId> same = completed.attempt() == 1 ? ways.runAnewBy(key) : Optional.empty();
        if (same.filter(asked -> !asked.equals(started.execution())).isPresent()) {
            return false;
        }
        Ways child = others.apply(started.execution()).orElseThrow();
        if (!workflow.waits()) {
            return completed
                    .output()
                    .path("execution_id")
                    .asString("")
                    .equals(started.execution().value());
        }
        return wasReopened(child)
                || (child.recorded().execution().state() instanceof ExecutionState.Completed
                        && completed.output().equals(new Data(child).output()));
    }

    private static boolean wasReopened(Ways ways) {
        return ways.recorded().execution().reopenedAt().isPresent();
    }

    private boolean isRight(Stage.Task task, StageRunKey key, Failed failed) {
        if (!isPassedOn(task, key, failed)) {
            return false;
        }
        String name = failed.failure().name();
        // Data that comes round again and again may grow past all bounds.
        if (failed.failure().equals(Failure.deadLettered()) || name.endsWith("TooLarge")) {
            return true;
        }
        if (isForAll(key)) {
            // What failed within it may have failed for its input, too.
            boolean noList = (name.equals("InvalidInput") || isOutOfTime(task, name))
                    && data.list(task, key).isEmpty();
            return noList || isTooMuch(task, key, failed);
        }
        if (isOutOfTime(task, name)) {
            return true;
        }
        return switch (task.activity()) {
            case Activity.Operation operation -> {
                Script script = ways.workflow().script(key.stage());
                yield failed.attempt() <= script.failures(key.iteration()) && name.equals(script.error());
            }
            case Activity.Await await ->
                name.equals(People.DECLINED) || (await.hasDeadline() && name.equals("TimedOut"));
            case Activity.Loop loop -> isBroken(loop, key, name);
            case Activity.SubWorkflow workflow -> workflow.waits() || name.equals("InvalidInput");
            case Activity.Decision decision -> false;
            case Activity.Dynamic dynamic -> false;
            case Activity.Choice choice -> false;
            case Activity.Merge merge -> false;
            case Activity.SetVariables set -> false;
            case Activity.Terminate terminate -> false;
            case Activity.Worker worker -> name.equals(Script.FLAKY) || name.equals("TimedOut");
        };
    }

    /** That there was no time, Attempts has seen to. */
    private static boolean isOutOfTime(Stage.Task task, String name) {
        return name.equals(Failure.NO_TIME_LEFT) && task.policy().totalSeconds().isPresent();
    }

    private boolean isPassedOn(Stage.Task task, StageRunKey key, Failed failed) {
        if (ways.workflow().undoes(key.stage())) {
            return true;
        }
        if (task.policy().onError() == OnError.FAIL || failed.passed().isEmpty()) {
            return task.policy().onError() == OnError.FAIL && failed.passed().isEmpty();
        }
        JsonNode passed = failed.passed().get();
        if (task.policy().onError() == OnError.CONTINUE_WITH_DETAILS) {
            return passed.equals(failed.failure().details().orElseGet(Json::object));
        }
        JsonNode input = task.policy().onError() == OnError.GO_TO ? passed.path("input") : passed;
        boolean plain = !isForAll(key)
                && task.activity() instanceof Activity.Operation
                && !failed.failure().equals(Failure.deadLettered());
        return !plain || input.equals(data.input(task, key));
    }

    private boolean isTooMuch(Stage.Task task, StageRunKey key, Failed all) {
        String name = all.failure().name();
        List<StageRun> failed = data.failed(key);
        boolean inside = inside(key).anyMatch(run -> isFailedBy(run, name));
        int most = Math.max(1, failed.size() + goingOn(key, all));
        return (inside || failed.stream().anyMatch(run -> isFailedBy(run, name)))
                && task.forEach().orElseThrow().tolerated().isExceeded(most, data.total(key));
    }

    /** How many elements may have failed and go on again, in a list that is to and has not come to it when its execution ends. */
    private int goingOn(StageRunKey key, Failed all) {
        return Beginnings.isReopened(ways.recorded().execution(), all)
                ? (int) IntStream.range(0, data.total(key))
                        .mapToObj(i -> ways.recorded().run(key.at(i)))
                        .flatMap(Optional::stream)
                        .filter(run ->
                                !(run.state() instanceof Failed) && !run.past().isEmpty())
                        .count()
                : 0;
    }

    /** Whether it failed so, now or before somebody had it tried again. */
    private static boolean isFailedBy(StageRun run, String name) {
        return (run.state() instanceof Failed failed && failed.failure().name().equals(name))
                || run.past().stream()
                        .anyMatch(attempt -> attempt.failure().name().equals(name));
    }

    private boolean isBroken(Activity.Loop loop, StageRunKey key, String name) {
        return inside(key).anyMatch(run -> isFailedBy(run, name))
                || (name.equals("TooManyIterations") && data.rounds(key) >= loop.mostIterations());
    }

    private Stream<StageRun> inside(StageRunKey key) {
        return ways.recorded().runs().values().stream()
                .filter(run -> run.key().iteration().depth() > key.iteration().depth()
                        && run.key().iteration().isAtOrWithin(key.iteration()));
    }

    /** Whether a loop went round as often as it was to, each time to the end. */
    private boolean isRoundedOff(Activity.Loop loop, StageRunKey key) {
        int rounds = data.rounds(key);
        if (rounds == 0) {
            return loop.testsFirst() && !goesOn(loop, Eyes.of(ways, key));
        }
        return (!loop.testsFirst() || goesOn(loop, Eyes.of(ways, key)))
                && IntStream.range(0, rounds).allMatch(round -> isOver(loop, key, round, round + 1 < rounds));
    }

    private boolean isOver(Activity.Loop loop, StageRunKey key, int round, boolean goesOn) {
        return ways.isOver(Optional.of(key.stage()), key.iteration().at(round))
                && goesOn(loop, Eyes.after(ways, key, round + 1)) == goesOn;
    }

    private static boolean goesOn(Activity.Loop loop, View view) {
        return Expressions.holds(loop.condition(), view) != loop.until();
    }

    /** Whether another execution still does a run's work. */
    static boolean isDelegatedTo(StageRunState state, ExecutionId child) {
        return state instanceof Delegated delegated && delegated.to().equals(child);
    }
}
