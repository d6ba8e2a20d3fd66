package dev.lockstep.local.run;

import dev.lockstep.cli.definition.BadDefinition;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The calls that running a workflow takes. */
final class ServerApi implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(35);
    private static final JsonMapper MAPPER = new JsonMapper();

    private final String base;
    private final String key;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();

    ServerApi(URI url, String key) {
        this.base = url.toString().replaceFirst("/+$", "");
        this.key = key;
    }

    /** Registers a definition; its workflow's id. */
    String register(JsonNode definition) throws IOException, InterruptedException, BadDefinition {
        return call("POST", "/workflows", definition).path("workflow_id").asString("");
    }

    /** Starts an execution; its id. */
    String execute(String workflow, JsonNode input) throws IOException, InterruptedException, BadDefinition {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (!input.isMissingNode()) {
            body.set("input", input);
        }
        return call("POST", "/workflows/" + encoded(workflow) + "/execute", body)
                .path("execution_id")
                .asString("");
    }

    Execution read(String workflow, String execution) throws IOException, InterruptedException, BadDefinition {
        String path = "/workflows/" + encoded(workflow) + "/executions/" + encoded(execution);
        return Execution.of(call("GET", path, null));
    }

    private JsonNode call(String method, String path, @Nullable JsonNode body)
            throws IOException, InterruptedException, BadDefinition {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(CALL_TIMEOUT)
                .header("x-api-key", key)
                .header("accept", "application/json");
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("content-type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(MAPPER.writeValueAsString(body)));
        }
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        JsonNode answer = json(response.body());
        if (response.statusCode() / 100 == 2) {
            return answer;
        }
        String what = method + " " + path + " answered " + response.statusCode() + said(answer);
        if (response.statusCode() == 400 || response.statusCode() == 413 || response.statusCode() == 422) {
            throw new BadDefinition(what, faults(answer));
        }
        throw new IOException(what);
    }

    private static JsonNode json(String body) {
        try {
            return body.isBlank() ? JsonNodeFactory.instance.objectNode() : MAPPER.readTree(body);
        } catch (JacksonException e) {
            return JsonNodeFactory.instance.objectNode();
        }
    }

    private static String said(JsonNode problem) {
        for (String name : List.of("detail", "title", "message")) {
            String text = problem.path(name).asString("");
            if (!text.isEmpty()) {
                return ": " + text;
            }
        }
        return "";
    }

    private static List<String> faults(JsonNode problem) {
        List<String> faults = new ArrayList<>();
        for (JsonNode error : problem.path("errors")) {
            String path = error.path("path").asString("");
            faults.add(
                    (path.isEmpty() ? "" : path + ": ") + error.path("message").asString(""));
        }
        return faults;
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
