package dev.lockstep.local.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import dev.lockstep.adapters.Deployment;
import tools.jackson.databind.JsonNode;

/** Fails in the way that the path names. */
public final class FaultyHandler extends JsonHandler {
    public FaultyHandler(Deployment deployment) {}

    @Override
    String answer(JsonNode event, Context context) {
        String fault = event.path("pathParameters").path("fault").asString("");
        return switch (fault) {
            case "throw" -> throw new IllegalArgumentException("as asked");
            case "hang" -> hang();
            case "garbage" -> "{";
            case "bare" -> "{\"a\":1}";
            case "status" -> "{\"statusCode\":\"no\"}";
            case "binary" -> "{\"statusCode\":201,\"body\":\"AAEC\",\"isBase64Encoded\":true}";
            default -> "";
        };
    }

    static String hang() {
        try {
            Thread.sleep(60_000);
            return "";
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }
}
