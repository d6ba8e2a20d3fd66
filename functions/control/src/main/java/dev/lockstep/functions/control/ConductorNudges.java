package dev.lockstep.functions.control;

import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.adapters.http.PathIds;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.NudgeExecution;

/** The ways in which Conductor's SDKs have a workflow looked at anew. Here they are all one: it goes on from what is recorded. */
final class ConductorNudges {
    private final NudgeExecution nudge;

    ConductorNudges(NudgeExecution nudge) {
        this.nudge = nudge;
    }

    private ExecutionId nudged(Caller caller, HttpRequest request) {
        ExecutionId id = PathIds.conductor(request);
        nudge.nudge(caller, id);
        return id;
    }

    HttpResponse decide(Caller caller, HttpRequest request) {
        nudged(caller, request);
        return HttpResponse.done();
    }

    HttpResponse resetCallbacks(Caller caller, HttpRequest request) {
        nudged(caller, request);
        return HttpResponse.noContent();
    }

    HttpResponse sweep(Caller caller, HttpRequest request) {
        return HttpResponse.text("true." + nudged(caller, request));
    }

    HttpResponse verifyAndRepair(Caller caller, HttpRequest request) {
        nudged(caller, request);
        return HttpResponse.text("true");
    }
}
