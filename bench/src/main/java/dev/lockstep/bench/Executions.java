package dev.lockstep.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Starts executions over HTTP and waits for their end. */
final class Executions implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final long POLL_MILLIS = 10;

    private final JsonMapper json = JsonMapper.shared();
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;
    private final String key;

    Executions(URI base, String key) {
        this.base = base;
        this.key = key;
    }

    String register(String definition) throws IOException, InterruptedException {
        return call("POST", "/workflows", definition).path("workflow_id").asString();
    }

    String start(String workflow) throws IOException, InterruptedException {
        return call("POST", "/workflows/" + workflow + "/execute", "{\"input\":{\"text\":\"bench\"}}")
                .path("execution_id")
                .asString();
    }

    /** How long it took, by its own times. */
    Duration await(String workflow, String execution) throws IOException, InterruptedException {
        Instant limit = Instant.now().plus(LIMIT);
        while (Instant.now().isBefore(limit)) {
            JsonNode page = call("GET", "/workflows/" + workflow + "/executions?status=COMPLETED&limit=100", "");
            for (JsonNode listed : page.path("executions")) {
                if (listed.path("execution_id").asString().equals(execution)) {
                    return Duration.between(time(listed, "created_at"), time(listed, "completed_at"));
                }
            }
            Thread.sleep(POLL_MILLIS);
        }
        throw new IOException("execution " + execution + " did not complete in " + LIMIT);
    }

    private static Instant time(JsonNode listed, String field) {
        return Instant.parse(listed.path(field).asString());
    }

    private JsonNode call(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .header("X-API-KEY", key)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(method + " " + path + " answered " + response.statusCode() + ": " + response.body());
        }
        return json.readTree(response.body());
    }

    @Override
    public void close() {
        http.close();
    }
}
