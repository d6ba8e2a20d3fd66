package dev.lockstep.engine.usecases;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.decide.AttemptResult;
import dev.lockstep.engine.decide.StageData;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.StageInput;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.expression.EvaluationException;
import dev.lockstep.engine.expression.Scope;
import dev.lockstep.engine.operations.Call;
import dev.lockstep.engine.operations.Catalogue;
import dev.lockstep.engine.operations.Operation;
import dev.lockstep.engine.operations.OperationFailure;
import dev.lockstep.engine.ports.OperationRunner;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;

/** Prepares and runs one attempt at a stage. Whatever goes wrong in it is the attempt's result, never an exception. */
public final class StageWorker {
    /** The most that one stage may take or give, in bytes of JSON. */
    public static final int MAX_BYTES = 256 * 1024;

    /** The most that its item holds of both together: DynamoDB's 400 KB, less room for the rest. */
    private static final int MAX_RECORDED_BYTES = 384 * 1024;

    private final Catalogue catalogue;
    private final OperationRunner runner;

    public StageWorker(Catalogue catalogue, OperationRunner runner) {
        this.catalogue = catalogue;
        this.runner = runner;
    }

    /** What there is to do. */
    sealed interface Work {
        /**
         * @param recordedInput the input, where the plan and the outputs before it do not tell
         */
        record Ready(Operation operation, Call call, Optional<JsonNode> recordedInput) implements Work {}

        /** To be run at another time. */
        record Later(Instant at, Optional<JsonNode> recordedInput) implements Work {}

        record NotWanted(JsonNode input) implements Work {}

        record Broken(Optional<JsonNode> recordedInput, Failure failure) implements Work {}
    }

    /**
     * @param reachedAt the time now, where the stage run is reached for the first time
     */
    Work prepare(Stage.Operation stage, StageRunKey key, Recorded recorded, Optional<Instant> reachedAt) {
        Optional<Operation> operation = catalogue.find(stage.type());
        if (operation.isEmpty()) {
            return new Work.Broken(
                    Optional.empty(),
                    new Failure("UnknownOperation", "this deployment has no operation " + stage.type()));
        }
        StageData data = new StageData(stage, recorded, key.iteration());
        Scope scope = data.scope();
        JsonNode input;
        try {
            input = data.input(scope);
        } catch (EvaluationException e) {
            return new Work.Broken(Optional.empty(), invalidExpression(e));
        }
        JsonNode given = operation.get().takes().coerce(input).orElse(input);
        Optional<Failure> flaw = isMade(stage.input()) ? flaw("Input", given, MAX_BYTES) : Optional.empty();
        if (flaw.isPresent()) {
            return new Work.Broken(Optional.empty(), flaw.get());
        }
        Optional<JsonNode> own = isComputed(stage.input()) ? Optional.of(given) : Optional.empty();
        try {
            if (stage.when().isPresent() && !stage.when().get().test(scope)) {
                return new Work.NotWanted(given);
            }
            if (operation.get().takes().coerce(input).isEmpty()) {
                return new Work.Broken(own, unfit(operation.get(), input));
            }
            String idempotencyKey = recorded.execution().id() + "/" + key.stage() + "/" + key.iteration();
            Duration timeout = Duration.ofSeconds(stage.timeoutSeconds());
            Call call = new Call(given, stage.config().resolve(scope), idempotencyKey, timeout);
            Optional<Instant> later =
                    reachedAt.isPresent() ? operation.get().notBefore(call, reachedAt.get()) : Optional.empty();
            return later.isPresent() ? new Work.Later(later.get(), own) : new Work.Ready(operation.get(), call, own);
        } catch (OperationFailure e) {
            return new Work.Broken(own, new Failure(e.name(), String.valueOf(e.getMessage())));
        } catch (EvaluationException e) {
            return new Work.Broken(own, invalidExpression(e));
        }
    }

    private static Failure invalidExpression(EvaluationException e) {
        return Failure.invalidExpression(String.valueOf(e.getMessage()));
    }

    AttemptResult run(Work work, Stage.Operation stage) {
        return switch (work) {
            case Work.Later later -> throw new IllegalStateException("it is to be run at " + later.at());
            case Work.NotWanted not -> new AttemptResult.NotWanted(not.input());
            case Work.Broken broken -> new AttemptResult.Failed(broken.recordedInput(), broken.failure());
            case Work.Ready ready -> run(ready, stage.timeoutSeconds());
        };
    }

    private AttemptResult run(Work.Ready ready, int timeoutSeconds) {
        try {
            JsonNode output =
                    runner.run(ready.operation(), ready.call(), ready.call().timeout());
            long most = Math.min(
                    MAX_BYTES,
                    MAX_RECORDED_BYTES - ready.recordedInput().map(Json::size).orElse(0L));
            Optional<Failure> flaw = flaw("Output", output, most);
            return flaw.isPresent()
                    ? failed(ready, flaw.get())
                    : new AttemptResult.Succeeded(ready.recordedInput(), output);
        } catch (OperationFailure e) {
            Failure failure = new Failure(e.name(), String.valueOf(e.getMessage()));
            return new AttemptResult.Failed(ready.recordedInput(), failure, e.retryAfter());
        } catch (TimeoutException e) {
            return failed(ready, Failure.timedOut(timeoutSeconds));
        } catch (RuntimeException e) {
            return failed(ready, Failure.internal(e.getClass().getSimpleName()));
        }
    }

    /** What keeps the data from being recorded and read again. */
    private static Optional<Failure> flaw(String what, JsonNode data, long most) {
        Optional<String> flaw = Json.flaw(data);
        if (flaw.isPresent()) {
            return Optional.of(new Failure("Invalid" + what, flaw.get()));
        }
        long bytes = Json.size(data);
        return bytes > most ? Optional.of(Failure.tooLarge(what + "TooLarge", bytes, most)) : Optional.empty();
    }

    private static AttemptResult failed(Work.Ready ready, Failure failure) {
        return new AttemptResult.Failed(ready.recordedInput(), failure);
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
