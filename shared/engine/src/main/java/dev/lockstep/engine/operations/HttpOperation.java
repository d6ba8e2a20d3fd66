package dev.lockstep.engine.operations;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.execution.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code HttpRequest}: one request for each attempt, all of them with the same idempotency key. */
public final class HttpOperation implements UntypedOperation {
    private static final int MOST_BYTES = 256 * 1024;
    private static final int MOST_REASON = 100;

    /** What is told of the body of an answer that is a failure, in bytes of JSON. */
    private static final int MOST_TOLD = Failure.MAX_DETAILS - 1_024;

    private final HttpCaller caller;

    public HttpOperation(HttpCaller caller) {
        this.caller = caller;
    }

    @Override
    public String type() {
        return "HttpRequest";
    }

    @Override
    public String title() {
        return "Makes an HTTP request and gives its answer";
    }

    @Override
    public boolean hasEffects() {
        return true;
    }

    @Override
    public List<ConfigField> config() {
        return List.of(
                ConfigField.choice("method", HttpFields.METHODS, "GET where left out"),
                ConfigField.text("url", "https; http only to hosts that the deployment lists")
                        .must()
                        .notEmpty(),
                new ConfigField("headers", HttpFields.headersSchema(), false, "Texts by name"),
                ConfigField.object("query", "What to add to the URL's query: values, or lists of values, by name"),
                ConfigField.any("body", "A text is sent as it is, anything else as JSON"),
                new ConfigField(
                        "expect",
                        ExpectedStatus.schema(),
                        false,
                        "The statuses that are a success, as in 204 or \"2xx\""),
                ConfigField.integer(
                        "max_response_bytes",
                        1,
                        MOST_BYTES,
                        "What the answer's body may have; " + MOST_BYTES + " where left out"));
    }

    @Override
    public void check(ObjectNode config, String path, Faults faults) {
        HttpFields.check(config, path, faults);
    }

    @Override
    public JsonNode run(Call call) throws OperationFailure {
        ExpectedStatus expected = ExpectedStatus.of(call.config().path("expect"));
        HttpCaller.Answer answer = caller.call(request(call, expected));
        if (!expected.includes(answer.status())) {
            throw unexpected(answer);
        }
        ObjectNode output = Json.object().put("status", answer.status());
        output.set("headers", HttpAnswers.headers(answer));
        output.set("body", HttpAnswers.body(answer));
        return output;
    }

    private static HttpCaller.Request request(Call call, ExpectedStatus expected) throws OperationFailure {
        ObjectNode config = call.config();
        Optional<String> body = Optional.ofNullable(config.get("body"))
                .filter(value -> !value.isNull())
                .map(value -> value.isString() ? value.stringValue() : Json.write(value));
        Map<String, String> headers = HttpFields.headers(config.path("headers"));
        if (body.isPresent()) {
            boolean text = config.path("body").isString();
            headers.putIfAbsent("content-type", text ? "text/plain; charset=utf-8" : "application/json");
        }
        headers.put("idempotency-key", call.idempotencyKey());
        return new HttpCaller.Request(
                call.text("method", "GET"),
                HttpFields.url(call.text("url", ""), config.path("query")),
                headers,
                body,
                !expected.includesRedirects(),
                config.path("max_response_bytes").intValue(MOST_BYTES),
                call.timeout());
    }

    /**
     * The message has status and reason alone: what a body holds is for whoever asked, and messages are read by more people than
     * that. It is among the details, as long as it is no larger than an error's should be.
     */
    private static OperationFailure unexpected(HttpCaller.Answer answer) {
        String reason = answer.reason().strip();
        String shown = reason.length() > MOST_REASON ? reason.substring(0, MOST_REASON) + "…" : reason;
        Duration retryAfter = answer.retryAfter();
        ObjectNode details = Json.object().put("status", answer.status());
        JsonNode body = HttpAnswers.body(answer);
        if (Json.size(body) <= MOST_TOLD) {
            details.set("body", body);
        }
        return new OperationFailure(
                        "HttpStatus", ("the answer is " + answer.status() + " " + shown).strip(), retryAfter)
                .with(details);
    }
}
