package dev.lockstep.functions.trigger;

import dev.lockstep.adapters.http.ConductorQueries;
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
import java.util.Set;
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
                .put("version", Validation.number("version", request.pathParameter("version"), 8));
        WorkflowRun.Strategy strategy = WorkflowRun.Strategy.of(ConductorQueries.text(request, "returnStrategy"));
        Set<String> references = Set.copyOf(ConductorQueries.list(request, "waitUntilTaskRef"));
        WaitForWorkflow.Until until = new WaitForWorkflow.Until(references, wait(request));
        WorkflowRun run = execute.execute(caller, StartWorkflow.Request.of(body), until);
        String requestId = ConductorQueries.given(request, "requestId").orElseGet(ids::ulid);
        return HttpResponse.ok(run.json(strategy, requestId));
    }

    private static Duration wait(HttpRequest request) {
        int asked = ConductorQueries.given(request, "waitForSeconds")
                .map(seconds -> Validation.number("waitForSeconds", seconds, 8))
                .orElse(0);
        return Duration.ofSeconds(asked == 0 ? USUAL_SECONDS : asked);
    }
}
