package dev.lockstep.functions.api;

import dev.lockstep.engine.data.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** The API's description, and with it the list of what there is to call. */
record OpenApi(JsonNode document) {
    private static final List<String> METHODS = List.of("get", "put", "post", "delete", "patch");

    static OpenApi load() {
        try (InputStream in = OpenApi.class.getResourceAsStream("/openapi.json")) {
            if (in == null) {
                throw new IllegalStateException("openapi.json is not on the class path");
            }
            return new OpenApi(Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String version() {
        return document.path("info").path("version").asString();
    }

    /** The methods that can be called on a path, in upper case; empty where there is no such path. */
    List<String> methodsOf(String path) {
        return document.path("paths").properties().stream()
                .filter(entry -> matches(entry.getKey(), path))
                .flatMap(entry -> METHODS.stream().filter(entry.getValue()::has))
                .map(method -> method.toUpperCase(Locale.ROOT))
                .distinct()
                .toList();
    }

    private static boolean matches(String template, String path) {
        String[] wanted = template.split("/", -1);
        String[] given = path.split("/", -1);
        if (wanted.length != given.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            boolean parameter = wanted[i].startsWith("{") && !given[i].isEmpty();
            if (!parameter && !wanted[i].equals(given[i])) {
                return false;
            }
        }
        return true;
    }
}
