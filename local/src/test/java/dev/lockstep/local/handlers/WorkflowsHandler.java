package dev.lockstep.local.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import dev.lockstep.adapters.Deployment;
import dev.lockstep.engine.data.Json;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A server of workflows as the client sees one: it takes definitions, and its executions move on each time they are read. */
public final class WorkflowsHandler extends JsonHandler {
    private final Deployment deployment;
    private final AtomicInteger reads = new AtomicInteger();
    private volatile String name = "";
    private volatile JsonNode input = Json.object();

    public WorkflowsHandler(Deployment deployment) {
        this.deployment = deployment;
    }

    @Override
    String answer(JsonNode event, Context context) {
        if (deployment.require("ADMIN_KEY_SHA256").length() != 64
                || !event.path("headers").path("x-api-key").asString("").startsWith("lk_")) {
            return http(401, Json.object());
        }
        JsonNode body = Json.read(event.path("body").asString("{}"));
        String key = event.path("routeKey").asString("");
        if (key.equals("POST /workflows")) {
            return register(body);
        } else if (key.endsWith("/execute")) {
            reads.set(0);
            input = body.path("input");
            return http(202, Json.object().put("execution_id", "ex-1"));
        }
        return http(200, execution(reads.getAndIncrement()));
    }

    private String register(JsonNode body) {
        name = body.path("name").asString("");
        if (name.isEmpty()) {
            ObjectNode problem = Json.object().put("title", "Bad Request").put("detail", "2 faults");
            problem.putArray("errors")
                    .add(Json.object().put("path", "name").put("message", "is missing"))
                    .add(Json.object().put("path", "steps[0].type").put("message", "is unknown"));
            return http(400, problem);
        }
        return http(201, Json.object().put("workflow_id", "wf-1"));
    }

    private ObjectNode execution(int read) {
        String end = name.equals("failing") ? "FAILED" : "COMPLETED";
        String status = read == 0 ? "PENDING" : read < 3 ? "RUNNING" : end;
        ObjectNode execution = Json.object().put("status", status.toUpperCase(Locale.ROOT));
        execution
                .putArray("tasks")
                .addObject()
                .put("task_id", "t-1")
                .put("type", "Echo")
                .put("status", status);
        if (status.equals("COMPLETED")) {
            execution.set("output", input);
        } else if (status.equals("FAILED")) {
            execution.putObject("error").put("message", "as asked");
        }
        return execution;
    }
}
