package dev.lockstep.adapters;

import dev.lockstep.engine.data.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** The JSON events that Lambda hands to functions, and takes from them. */
public final class Events {
    private Events() {}

    public static JsonNode read(InputStream in) throws IOException {
        return Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }

    public static void write(JsonNode answer, OutputStream out) throws IOException {
        out.write(Json.write(answer).getBytes(StandardCharsets.UTF_8));
    }
}
