package dev.lockstep.engine.usecases;

import dev.lockstep.engine.data.DataType;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.decide.AttemptResult;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.ForEach;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.StageInput;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.expression.EvaluationException;
import dev.lockstep.engine.expression.Scope;
import dev.lockstep.engine.operations.Call;
import dev.lockstep.engine.operations.Catalogue;
import dev.lockstep.engine.operations.Operation;
import dev.lockstep.engine.operations.OperationFailure;
import dev.lockstep.engine.ports.OperationRunner;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Prepares and runs one attempt at a stage. Whatever goes wrong in it is the attempt's result, never an exception. */
public final class StageWorker {
    /** The most that one stage may take or give, in bytes of JSON. */
    public static final int MAX_BYTES = 256 * 1024;

    /** The most that its item holds of both together: DynamoDB's 400 KB, less room for the rest. */
    private static final int MAX_RECORDED_BYTES = 384 * 1024;

    private final Catalogue catalogue;
    private final OperationRunner runner;
    private final Activities activities;
    private final boolean onlyHere;
    private final Optional<LeftToStandIns> left;

    public StageWorker(Catalogue catalogue, OperationRunner runner, Activities activities) {
        this(catalogue, runner, activities, false, Optional.empty());
    }

    private StageWorker(
            Catalogue catalogue,
            OperationRunner runner,
            Activities activities,
            boolean onlyHere,
            Optional<LeftToStandIns> left) {
        this.catalogue = catalogue;
        this.runner = runner;
        this.activities = activities;
        this.onlyHere = onlyHere;
        this.left = left;
    }

    /** The same for where somebody waits for the answer: what reaches outside breaks off before it has begun. */
    public StageWorker onlyHere() {
        return new StageWorker(catalogue, runner, activities, true, left);
    }

    /** The same for executions that are only tried out: what reaches outside is left to those who stand in for the world. */
    public StageWorker with(StandIns standIns) {
        return new StageWorker(
                catalogue, runner, activities, true, Optional.of(new LeftToStandIns(standIns, catalogue)));
    }

    /**
     * @param turn at what the run came to be, where data tells that
     */
    record Prepared(Turn turn, Work work) {}

    /**
     * @param attempt its number, from 1 on
     * @param now the time
     * @param first whether the stage run begins, so that what waits has not waited yet
     */
    Prepared prepare(Turn turn, int attempt, Instant now, boolean first) {
        Scope scope = scope(turn, attempt);
        if (turn.isForAll()) {
            return new Prepared(turn, spread(turn, scope, first ? putOff(turn, now) : Optional.empty()));
        }
        if (!(turn.planned().activity() instanceof Activity.Dynamic dynamic)) {
            return begin(turn, scope, attempt, now, first);
        }
        try {
            boolean asked = turn.planned().forEach().isEmpty();
            if (asked
                    && turn.planned().when().isPresent()
                    && !turn.planned().when().get().test(scope)) {
                JsonNode input = turn.data().input(turn.recorded(), scope);
                return new Prepared(
                        turn, Work.notWanted(DataType.ANY.coerce(input).orElse(input)));
            }
            Turn told = ToldStep.read(dynamic.step().evaluate(scope), catalogue, turn.planned())
                    .in(turn);
            return begin(told, scope, attempt, now, first);
        } catch (OperationFailure e) {
            return new Prepared(turn, broken(e.failure()));
        } catch (EvaluationException e) {
            return new Prepared(turn, broken(invalidExpression(e)));
        }
    }

    private Prepared begin(Turn turn, Scope scope, int attempt, Instant now, boolean first) {
        Turn taken = left.map(standIns -> standIns.of(turn)).orElse(turn);
        return new Prepared(taken, prepare(taken, scope, attempt, now, first));
    }

    private static Work broken(Failure failure) {
        return Work.broken(Optional.empty(), Optional.empty(), failure);
    }

    private Work prepare(Turn turn, Scope scope, int attempt, Instant now, boolean first) {
        Optional<Instant> putOff = first ? putOff(turn, now) : Optional.empty();
        JsonNode input;
        try {
            input = turn.data().input(turn.recorded(), scope);
        } catch (EvaluationException e) {
            return Work.broken(Optional.empty(), Optional.empty(), invalidExpression(e));
        }
        Optional<Operation> operation = catalogue.find(turn.task().type());
        DataType takes = operation.map(Operation::takes).orElse(DataType.ANY);
        JsonNode given = takes.coerce(input).orElse(input);
        Optional<JsonNode> own = isComputed(turn.task().input()) ? Optional.of(given) : Optional.empty();
        Optional<Failure> flaw = isMade(turn.task().input()) ? flaw("Input", given, MAX_BYTES) : Optional.empty();
        if (flaw.isPresent()) {
            return Work.broken(Optional.empty(), Optional.empty(), flaw.get());
        }
        try {
            // Of a task that is run for each element, the condition is that of all of them.
            boolean asked = turn.task().forEach().isEmpty();
            if (asked
                    && turn.task().when().isPresent()
                    && !turn.task().when().get().test(scope)) {
                return Work.notWanted(given);
            }
            return switch (turn.task().activity()) {
                case Activity.Operation any ->
                    operation(turn, operation, input, scope, first ? Optional.of(now) : Optional.empty());
                case Activity other ->
                    putOff.isPresent()
                            ? new Work.Later(putOff.get(), own)
                            : activities.begin(other, turn, scope, given, own, attempt, now);
            };
        } catch (OperationFailure e) {
            return Work.broken(own, Optional.of(given), e.failure());
        } catch (EvaluationException e) {
            return Work.broken(own, Optional.of(given), invalidExpression(e));
        }
    }

    private static Scope scope(Turn turn, int attempt) {
        Scope scope = turn.data().scope(turn.recorded());
        return turn.data().readsAttempt()
                ? scope.with(
                        "attempt",
                        Json.object()
                                .put("number", attempt)
                                .put("step", turn.task().id())
                                .put("iteration", turn.key().iteration().toString()))
                : scope;
    }

    /** Until when a run is to wait before it begins. What is run for each element of a list is put off as a whole. */
    private static Optional<Instant> putOff(Turn turn, Instant now) {
        return turn.data().isElement()
                ? Optional.empty()
                : turn.task().policy().startDelaySeconds().map(now::plusSeconds);
    }

    private Work operation(
            Turn turn, Optional<Operation> found, JsonNode input, Scope scope, Optional<Instant> reachedAt)
            throws EvaluationException, OperationFailure {
        Stage.Task task = turn.task();
        if (found.isEmpty()) {
            return Work.broken(
                    Optional.empty(),
                    Optional.of(input),
                    new Failure("UnknownOperation", "this deployment has no operation " + task.type()));
        }
        Operation operation = found.get();
        if (onlyHere && operation.hasEffects()) {
            throw new IllegalStateException(operation.type() + " reaches outside, and is left to the queue");
        }
        JsonNode given = operation.takes().coerce(input).orElse(input);
        Optional<JsonNode> own = isComputed(task.input()) ? Optional.of(given) : Optional.empty();
        if (operation.takes().coerce(input).isEmpty()) {
            return Work.broken(own, Optional.of(given), unfit(operation, input));
        }
        Duration timeout = Duration.ofSeconds(task.policy().timeoutSeconds());
        Call call =
                new Call(given, task.config().resolve(scope), turn.idempotencyKey(), timeout, Optional.of(turn.step()));
        Optional<Instant> putOff = reachedAt.flatMap(at -> putOff(turn, at));
        Optional<Instant> begins = putOff.or(() -> reachedAt);
        Optional<Instant> later =
                begins.isPresent() ? operation.notBefore(call, begins.get()).or(() -> putOff) : begins;
        return later.isPresent() ? new Work.Later(later.get(), own) : new Work.Ready(operation, call, own);
    }

    /** The elements of a list. What the condition skips, it skips as a whole. */
    private static Work spread(Turn turn, Scope scope, Optional<Instant> putOff) {
        ForEach each = turn.task().forEach().orElseThrow();
        try {
            if (turn.task().when().isPresent() && !turn.task().when().get().test(scope)) {
                return Work.notWanted(Json.object());
            }
            if (putOff.isPresent()) {
                return new Work.Later(putOff.get(), Optional.empty());
            }
            JsonNode items = each.items().evaluate(scope);
            JsonNode list =
                    items.isObject() && items.size() == 1 && items.path("items").isArray() ? items.get("items") : items;
            if (!list.isArray() || list.size() > ForEach.MOST_ELEMENTS) {
                String what = list.isArray() ? "a list of " + list.size() : "no list";
                return Work.broken(
                        Optional.empty(),
                        Optional.empty(),
                        Failure.invalidInput("for_each takes a list of at most " + ForEach.MOST_ELEMENTS
                                + " elements, but came to " + what));
            }
            Optional<Failure> flaw = flaw("Input", list, MAX_BYTES);
            if (flaw.isPresent()) {
                return Work.broken(Optional.empty(), Optional.empty(), flaw.get());
            }
            List<JsonNode> elements = new ArrayList<>();
            list.forEach(elements::add);
            return new Work.Spread(elements);
        } catch (EvaluationException e) {
            return Work.broken(Optional.empty(), Optional.empty(), invalidExpression(e));
        }
    }

    static Failure invalidExpression(EvaluationException e) {
        return Failure.invalidExpression(String.valueOf(e.getMessage()));
    }

    AttemptResult run(Work.Ready ready) {
        Optional<JsonNode> given = Optional.of(ready.call().input());
        try {
            JsonNode output =
                    runner.run(ready.operation(), ready.call(), ready.call().timeout());
            Optional<Failure> flaw = outputFlaw(ready.recordedInput(), output);
            return flaw.isPresent()
                    ? failed(ready, flaw.get())
                    : new AttemptResult.Succeeded(ready.recordedInput(), output);
        } catch (OperationFailure e) {
            return new AttemptResult.Failed(ready.recordedInput(), e.failure(), e.retryAfter(), given);
        } catch (TimeoutException e) {
            return failed(ready, Failure.timedOut((int) ready.call().timeout().toSeconds()));
        } catch (RuntimeException e) {
            return failed(ready, Failure.internal(e.getClass().getSimpleName()));
        }
    }

    private static AttemptResult failed(Work.Ready ready, Failure failure) {
        return new AttemptResult.Failed(
                ready.recordedInput(), failure, Optional.of(ready.call().input()));
    }

    /** What keeps an output from being recorded beside its input, and read again. */
    static Optional<Failure> outputFlaw(Optional<JsonNode> recordedInput, JsonNode output) {
        long most = Math.min(
                MAX_BYTES, MAX_RECORDED_BYTES - recordedInput.map(Json::size).orElse(0L));
        return flaw("Output", output, most);
    }

    /** What keeps variables from being recorded beside an input and an output. */
    static Optional<Failure> variablesFlaw(
            Optional<JsonNode> recordedInput, Optional<JsonNode> output, JsonNode variables) {
        // Few loops set any, and each round asks.
        if (variables.isEmpty()) {
            return Optional.empty();
        }
        long beside = Stream.concat(recordedInput.stream(), output.stream())
                .mapToLong(Json::size)
                .sum();
        return flaw("Variables", variables, Math.max(0, Math.min(MAX_BYTES, MAX_RECORDED_BYTES - beside)));
    }

    private static Optional<Failure> flaw(String what, JsonNode data, long most) {
        Optional<String> flaw = Json.flaw(data);
        if (flaw.isPresent()) {
            return Optional.of(new Failure("Invalid" + what, flaw.get()));
        }
        long bytes = Json.size(data);
        return bytes > most ? Optional.of(Failure.tooLarge(what + "TooLarge", bytes, most)) : Optional.empty();
    }

    private static boolean isComputed(StageInput input) {
        return input instanceof StageInput.Own own && !own.data().isLiteral();
    }

    /** Whether it is made here, rather than as it was recorded and checked before. */
    private static boolean isMade(StageInput input) {
        return input instanceof StageInput.Own || input instanceof StageInput.OutputsOf;
    }

    private static Failure unfit(Operation operation, JsonNode input) {
        String text = Json.write(input);
        String shown = text.length() > 100 ? text.substring(0, 100) + "…" : text;
        return Failure.invalidInput(
                operation.type() + " takes " + operation.takes().label() + ", but its input is " + shown);
    }
}
