package dev.lockstep.local.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.lockstep.engine.data.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** Reads the event and writes the answer. */
abstract class JsonHandler implements RequestStreamHandler {
    abstract String answer(JsonNode event, Context context);

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        JsonNode event = Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        out.write(answer(event, context).getBytes(StandardCharsets.UTF_8));
    }

    static String http(int status, JsonNode body) {
        return Json.write(Json.object().put("statusCode", status).put("body", Json.write(body)));
    }
}
