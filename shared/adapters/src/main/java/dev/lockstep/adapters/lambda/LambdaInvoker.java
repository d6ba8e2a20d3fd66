package dev.lockstep.adapters.lambda;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.MalformedJson;
import dev.lockstep.engine.operations.FunctionInvoker;
import dev.lockstep.engine.operations.OperationFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Invokes functions through AWS's API. */
public final class LambdaInvoker implements FunctionInvoker {
    private static final int MOST_BYTES = 256 * 1024;
    private static final int FORBIDDEN = 403;

    private final InvocableFunctions invocable;
    private final Supplier<Optional<LambdaClient>> client;

    /**
     * @param client asked for at the first invocation, and only where something may be invoked; one that does not try again by
     *     itself: how often to try is for the definition to say
     */
    public LambdaInvoker(InvocableFunctions invocable, Supplier<Optional<LambdaClient>> client) {
        this.invocable = invocable;
        this.client = client;
    }

    @Override
    public Optional<JsonNode> invoke(Invocation invocation) throws OperationFailure {
        String function = invocable
                .find(invocation.function())
                .orElseThrow(() -> notAllowed("this deployment does not list the function " + invocation.function()
                        + " (InvocableFunctions)"));
        LambdaClient lambda = client.get()
                .orElseThrow(() -> notAllowed("there is no Lambda here; AWS_ENDPOINT_URL_LAMBDA says where one is"));
        InvokeResponse response = send(lambda, request(function, invocation), invocation.function());
        if (!invocation.awaitAnswer()) {
            return Optional.empty();
        }
        byte[] payload =
                response.payload() == null ? new byte[0] : response.payload().asByteArrayUnsafe();
        if (payload.length > MOST_BYTES) {
            throw new OperationFailure("ResponseTooLarge", "the answer has more than " + MOST_BYTES + " bytes");
        }
        JsonNode answer = json(payload);
        if (response.functionError() != null) {
            throw functionError(answer);
        }
        return Optional.of(answer);
    }

    private static InvokeRequest request(String function, Invocation invocation) {
        ObjectNode context = Json.object();
        context.putObject("custom").put("idempotency-key", invocation.idempotencyKey());
        byte[] contextBytes = Json.write(context).getBytes(StandardCharsets.UTF_8);
        return InvokeRequest.builder()
                .functionName(function)
                .invocationType(invocation.awaitAnswer() ? InvocationType.REQUEST_RESPONSE : InvocationType.EVENT)
                .clientContext(Base64.getEncoder().encodeToString(contextBytes))
                .payload(SdkBytes.fromUtf8String(Json.write(invocation.payload())))
                .overrideConfiguration(override ->
                        override.apiCallTimeout(invocation.timeout()).apiCallAttemptTimeout(invocation.timeout()))
                .build();
    }

    /** AWS's own messages name requests and roles, which are nobody's business outside. */
    private InvokeResponse send(LambdaClient lambda, InvokeRequest request, String function) throws OperationFailure {
        try {
            return lambda.invoke(request);
        } catch (TooManyRequestsException e) {
            throw new OperationFailure("Throttled", "Lambda takes no more invocations just now", retryAfter(e));
        } catch (ResourceNotFoundException e) {
            throw failed("there is no function " + function);
        } catch (LambdaException e) {
            if (e.statusCode() == FORBIDDEN) {
                throw notAllowed("this deployment may not invoke " + function);
            }
            throw e.isThrottlingException()
                    ? new OperationFailure("Throttled", "Lambda takes no more invocations just now")
                    : failed("Lambda answers " + e.statusCode());
        } catch (ApiCallTimeoutException e) {
            throw new OperationFailure("TimedOut", "the function did not answer within timeout_seconds");
        } catch (SdkClientException e) {
            throw failed("Lambda cannot be reached");
        }
    }

    private static Duration retryAfter(TooManyRequestsException e) {
        String seconds = e.retryAfterSeconds();
        return seconds != null && seconds.matches("[0-9]{1,9}")
                ? Duration.ofSeconds(Long.parseLong(seconds))
                : Duration.ZERO;
    }

    private static JsonNode json(byte[] payload) throws OperationFailure {
        if (payload.length == 0) {
            return JsonNodeFactory.instance.nullNode();
        }
        try {
            return Json.parse(new String(payload, StandardCharsets.UTF_8));
        } catch (MalformedJson e) {
            throw failed("the function's answer is not JSON");
        }
    }

    /** Without the stack trace that Lambda adds. */
    private static OperationFailure functionError(JsonNode error) {
        String type = error.path("errorType").asString("Unhandled");
        String message = error.path("errorMessage").asString("");
        return new OperationFailure("FunctionError", message.isEmpty() ? type : type + ": " + message);
    }

    private static OperationFailure failed(String message) {
        return new OperationFailure("InvocationFailed", message);
    }

    private static OperationFailure notAllowed(String message) {
        return new OperationFailure("NotAllowed", message);
    }
}
