package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import dev.lockstep.local.stack.LocalStack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** Calls the API over HTTP, with a key or without. */
final class Api {
    static final String DUMMY = """
            { "name": "Dummy Workflow",
              "steps": [ {"type":"StaticTextInput","input":"Hello, world!"}, {"type":"TextOperation.Reverse"}, {"type":"Echo"} ] }
            """;

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Set<String> ENDED = Set.of("COMPLETED", "FAILED", "CANCELED", "TIMED_OUT");

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;
    private final Map<String, String> headers;

    private Api(URI base, Map<String, String> headers) {
        this.base = base;
        this.headers = headers;
    }

    static Api of(LocalStack stack) {
        return new Api(stack.url(), Map.of("X-API-KEY", stack.adminKey().text()));
    }

    static Api at(URI base, String key) {
        return new Api(base, Map.of("X-API-KEY", key));
    }

    Api withKey(String key) {
        return with("X-API-KEY", key);
    }

    Api withoutKey() {
        Map<String, String> fewer = new LinkedHashMap<>(headers);
        fewer.remove("X-API-KEY");
        return new Api(base, fewer);
    }

    Api with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Api(base, more);
    }

    record Answer(int status, HttpHeaders headers, String text) {
        JsonNode json() {
            return Json.read(text);
        }

        Optional<String> header(String name) {
            return headers.firstValue(name);
        }

        Answer expect(int wanted) {
            assertThat(status).as(text).isEqualTo(wanted);
            return this;
        }
    }

    Answer get(String path) {
        return call("GET", path, Optional.empty());
    }

    Answer post(String path, String body) {
        return call("POST", path, Optional.of(body));
    }

    Answer put(String path, String body) {
        return call("PUT", path, Optional.of(body));
    }

    Answer patch(String path, String body) {
        return call("PATCH", path, Optional.of(body));
    }

    Answer delete(String path) {
        return call("DELETE", path, Optional.empty());
    }

    Answer call(String method, String path, Optional<String> body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(LIMIT)
                .method(method, body.map(BodyPublishers::ofString).orElse(BodyPublishers.noBody()));
        if (body.isPresent() && !headers.containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new AssertionError(method + " " + path + " was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    String register(String definition) {
        return post("/workflows", definition)
                .expect(201)
                .json()
                .path("workflow_id")
                .asString();
    }

    String execute(String workflow, String body) {
        return post("/workflows/" + workflow + "/execute", body)
                .expect(202)
                .json()
                .path("execution_id")
                .asString();
    }

    JsonNode execution(String workflow, String execution) {
        return get("/workflows/" + workflow + "/executions/" + execution)
                .expect(200)
                .json();
    }

    /** The execution, once it has ended. */
    JsonNode ended(String workflow, String execution) {
        return await(
                workflow, execution, view -> ENDED.contains(view.path("status").asString()));
    }

    JsonNode await(String workflow, String execution, Predicate<JsonNode> condition) {
        return Awaitility.await()
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> execution(workflow, execution), condition);
    }

    /** Registers and executes, and waits for the end. */
    JsonNode run(String definition, String body) {
        String workflow = register(definition);
        return ended(workflow, execute(workflow, body));
    }
}
