package dev.lockstep.engine.operations;

import dev.lockstep.engine.data.Json;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** A text that is never built past what an output may be, however often its parts repeat. */
final class Output {
    static final int MOST_BYTES = 256 * 1024;

    private final StringBuilder built = new StringBuilder();

    /** Each char takes a byte or more of JSON in UTF-8, but for surrogates, of which two take four. */
    Output append(CharSequence text, int start, int end) throws OperationFailure {
        if ((long) built.length() + end - start > MOST_BYTES) {
            throw OperationFailure.outputTooLarge();
        }
        built.append(text, start, end);
        return this;
    }

    Output append(CharSequence text) throws OperationFailure {
        return append(text, 0, text.length());
    }

    JsonNode text() throws OperationFailure {
        return text(built.toString());
    }

    static JsonNode text(String text) throws OperationFailure {
        return bounded(Json.object().put("text", text));
    }

    /** The data itself, unless it is too large to be an output. */
    static JsonNode bounded(JsonNode data) throws OperationFailure {
        if (Json.write(data).getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw OperationFailure.outputTooLarge();
        }
        return data;
    }
}
