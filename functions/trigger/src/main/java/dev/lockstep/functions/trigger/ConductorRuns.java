package dev.lockstep.functions.trigger;

import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.dialects.conductor.ExecuteWorkflow;
import dev.lockstep.dialects.conductor.StartWorkflow;
import dev.lockstep.dialects.conductor.Validation;
import dev.lockstep.dialects.conductor.WaitForWorkflow;
import dev.lockstep.dialects.conductor.WorkflowRun;
import dev.lockstep.engine.ports.Ids;
import dev.lockstep.engine.usecases.Caller;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** Starts workflows for Conductor's SDKs and has them wait for what becomes of them. */
final class ConductorRuns {
    private static final int USUAL_SECONDS = 10;

    private final ExecuteWorkflow execute;
    private final Ids ids;

    ConductorRuns(ExecuteWorkflow execute, Ids ids) {
        this.execute = execute;
        this.ids = ids;
    }

    /** By name and version, of which 0 stands for the latest; the rest is in the body. */
    HttpResponse execute(Caller caller, HttpRequest request) {
        if (!(request.json() instanceof ObjectNode body)) {
            throw Validation.refusal("", "must be an object");
        }
        body.put("name", request.pathParameter("name"))
                .put("version", number("version", request.pathParameter("version")));
        WorkflowRun.Strategy strategy = WorkflowRun.Strategy.of(query(request, "returnStrategy"));
        WaitForWorkflow.Until until = new WaitForWorkflow.Until(references(request), wait(request));
        WorkflowRun run = execute.execute(caller, StartWorkflow.Request.of(body), until);
        String requestId = query(request, "requestId");
        return HttpResponse.ok(run.json(strategy, requestId.isBlank() ? ids.ulid() : requestId));
    }

    private static String query(HttpRequest request, String parameter) {
        return request.query().getOrDefault(parameter, "");
    }

    private static Set<String> references(HttpRequest request) {
        return Arrays.stream(query(request, "waitUntilTaskRef").split(",", -1))
                .map(String::strip)
                .filter(reference -> !reference.isEmpty())
                .collect(Collectors.toSet());
    }

    private static Duration wait(HttpRequest request) {
        String seconds = query(request, "waitForSeconds");
        int asked = seconds.isBlank() ? 0 : number("waitForSeconds", seconds);
        return Duration.ofSeconds(asked == 0 ? USUAL_SECONDS : asked);
    }

    private static int number(String field, String text) {
        if (!text.matches("[0-9]{1,8}")) {
            throw Validation.refusal(field, "must be a whole number of at most 8 digits");
        }
        return Integer.parseInt(text);
    }
}
