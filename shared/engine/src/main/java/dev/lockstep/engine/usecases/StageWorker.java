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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

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

        record NotWanted(JsonNode input) implements Work {}

        record Broken(Optional<JsonNode> recordedInput, Failure failure) implements Work {}
    }

    Work prepare(Stage.Operation stage, StageRunKey key, Recorded recorded) {
        Optional<Operation> operation = catalogue.find(stage.type());
        if (operation.isEmpty()) {
            return new Work.Broken(
                    Optional.empty(),
                    new Failure("UnknownOperation", "this deployment has no operation " + stage.type()));
        }
        Optional<JsonNode> own = Optional.empty();
        try {
            StageData data = new StageData(stage, recorded, key.iteration());
            Scope scope = data.scope();
            JsonNode input = data.input(scope);
            own = isComputed(stage.input()) ? Optional.of(input) : Optional.empty();
            if (stage.when().isPresent() && !stage.when().get().test(scope)) {
                return new Work.NotWanted(operation.get().takes().coerce(input).orElse(input));
            }
            Optional<JsonNode> fitted = operation.get().takes().coerce(input);
            if (fitted.isEmpty()) {
                return new Work.Broken(own, unfit(operation.get(), input));
            }
            own = own.map(ignored -> fitted.get());
            int bytes = own.map(StageWorker::bytes).orElse(0);
            if (bytes > MAX_BYTES) {
                return new Work.Broken(Optional.empty(), Failure.tooLarge("InputTooLarge", bytes, MAX_BYTES));
            }
            ObjectNode config = stage.config().resolve(scope);
            String idempotencyKey = recorded.execution().id() + "/" + key.stage() + "/" + key.iteration();
            Duration timeout = Duration.ofSeconds(stage.timeoutSeconds());
            return new Work.Ready(operation.get(), new Call(fitted.get(), config, idempotencyKey, timeout), own);
        } catch (EvaluationException e) {
            return new Work.Broken(own, Failure.invalidExpression(String.valueOf(e.getMessage())));
        }
    }

    AttemptResult run(Work work, Stage.Operation stage) {
        return switch (work) {
            case Work.NotWanted not -> new AttemptResult.NotWanted(not.input());
            case Work.Broken broken -> new AttemptResult.Failed(broken.recordedInput(), broken.failure());
            case Work.Ready ready -> run(ready, stage.timeoutSeconds());
        };
    }

    private AttemptResult run(Work.Ready ready, int timeoutSeconds) {
        try {
            JsonNode output =
                    runner.run(ready.operation(), ready.call(), ready.call().timeout());
            int bytes = bytes(output);
            int most = Math.min(
                    MAX_BYTES,
                    MAX_RECORDED_BYTES
                            - ready.recordedInput().map(StageWorker::bytes).orElse(0));
            return bytes > most
                    ? failed(ready, Failure.tooLarge("OutputTooLarge", bytes, most))
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

    private static int bytes(JsonNode data) {
        return Json.write(data).getBytes(StandardCharsets.UTF_8).length;
    }

    private static AttemptResult failed(Work.Ready ready, Failure failure) {
        return new AttemptResult.Failed(ready.recordedInput(), failure);
    }

    private static boolean isComputed(StageInput input) {
        return input instanceof StageInput.Own own && !own.data().isLiteral();
    }

    private static Failure unfit(Operation operation, JsonNode input) {
        String text = Json.write(input);
        String shown = text.length() > 100 ? text.substring(0, 100) + "…" : text;
        return Failure.invalidInput(
                operation.type() + " takes " + operation.takes().label() + ", but its input is " + shown);
    }
}
