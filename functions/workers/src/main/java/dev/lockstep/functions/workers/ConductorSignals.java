package dev.lockstep.functions.workers;

import dev.lockstep.adapters.http.ConductorQueries;
import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.adapters.http.PathIds;
import dev.lockstep.dialects.conductor.SignalWorkflow;
import dev.lockstep.dialects.conductor.Validation;
import dev.lockstep.dialects.conductor.WorkflowRun;
import dev.lockstep.engine.ports.Ids;
import dev.lockstep.engine.usecases.Caller;
import java.time.Duration;

/** Tells what a workflow waits for, for Conductor's SDKs, which do not say which of its tasks that is. */
final class ConductorSignals {
    private static final int USUAL_MILLIS = 5_000;

    private final SignalWorkflow signal;
    private final Ids ids;

    ConductorSignals(SignalWorkflow signal, Ids ids) {
        this.signal = signal;
        this.ids = ids;
    }

    /** Where nothing waits, that is no fault. */
    HttpResponse signal(Caller caller, HttpRequest request) {
        signal.signal(caller, PathIds.conductor(request), signal(request));
        return HttpResponse.done();
    }

    /** Answers with what the workflow has come to then. */
    HttpResponse signalAndWait(Caller caller, HttpRequest request) {
        WorkflowRun.Strategy strategy = WorkflowRun.Strategy.of(ConductorQueries.text(request, "returnStrategy"));
        int millis = ConductorQueries.given(request, "timeoutMillis")
                .map(text -> Validation.number("timeoutMillis", text, 8))
                .orElse(USUAL_MILLIS);
        WorkflowRun run =
                signal.signalAndWait(caller, PathIds.conductor(request), signal(request), Duration.ofMillis(millis));
        String requestId = ConductorQueries.given(request, "requestId").orElseGet(ids::ulid);
        return HttpResponse.ok(run.json(strategy, requestId));
    }

    private static SignalWorkflow.Signal signal(HttpRequest request) {
        return new SignalWorkflow.Signal(request.pathParameter("status"), request.jsonOrEmpty());
    }
}
