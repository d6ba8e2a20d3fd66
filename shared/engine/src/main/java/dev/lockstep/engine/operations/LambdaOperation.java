package dev.lockstep.engine.operations;

import dev.lockstep.engine.data.DataType;
import dev.lockstep.engine.data.Json;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** {@code Lambda}: invokes a function, and awaits its answer or not. */
public final class LambdaOperation implements UntypedOperation {
    private static final String REQUEST = "request";
    private static final String EVENT = "event";
    private static final int ACCEPTED = 202;

    private final FunctionInvoker invoker;

    public LambdaOperation(FunctionInvoker invoker) {
        this.invoker = invoker;
    }

    @Override
    public String type() {
        return "Lambda";
    }

    @Override
    public String title() {
        return "Invokes a Lambda function and gives its answer";
    }

    @Override
    public boolean hasEffects() {
        return true;
    }

    @Override
    public List<ConfigField> config() {
        return List.of(
                ConfigField.text("function", "Its name or ARN, which the deployment must list")
                        .must()
                        .notEmpty(),
                ConfigField.choice(
                        "invocation",
                        List.of(REQUEST, EVENT),
                        "event does not await the answer; request where left out"),
                ConfigField.any("payload", "What the function gets; the step's input where left out"));
    }

    @Override
    public JsonNode run(Call call) throws OperationFailure {
        boolean awaitAnswer = !call.text("invocation", REQUEST).equals(EVENT);
        JsonNode payload = Optional.ofNullable(call.config().get("payload")).orElse(call.input());
        Optional<JsonNode> answer = invoker.invoke(new FunctionInvoker.Invocation(
                call.text("function", ""), payload, awaitAnswer, call.idempotencyKey(), call.timeout()));
        return answer.map(DataType::wrap).orElseGet(() -> Json.object().put("status", ACCEPTED));
    }
}
