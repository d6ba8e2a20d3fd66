package dev.lockstep.functions.status;

import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.adapters.http.PathIds;
import dev.lockstep.dialects.conductor.TaskId;
import dev.lockstep.dialects.conductor.WorkflowView;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.ReadExecution;
import dev.lockstep.engine.usecases.Refusal;

/** Reads executions for Conductor's SDKs. */
final class ConductorReads {
    private final ReadExecution executions;

    ConductorReads(ReadExecution executions) {
        this.executions = executions;
    }

    HttpResponse workflow(Caller caller, HttpRequest request) {
        return HttpResponse.ok(view(caller, request).workflow(flag(request, "includeTasks", true)));
    }

    HttpResponse status(Caller caller, HttpRequest request) {
        return HttpResponse.ok(view(caller, request)
                .status(flag(request, "includeOutput", false), flag(request, "includeVariables", false)));
    }

    private WorkflowView view(Caller caller, HttpRequest request) {
        return new WorkflowView(executions.read(caller, PathIds.conductor(request)));
    }

    HttpResponse task(Caller caller, HttpRequest request) {
        TaskId id = TaskId.parse(request.pathParameter("taskId"));
        return new WorkflowView(executions.read(caller, id.execution()))
                .task(id)
                .map(HttpResponse::ok)
                .orElseThrow(() -> Refusal.noSuchTask("No such task found by id: " + id.text()));
    }

    private static boolean flag(HttpRequest request, String parameter, boolean otherwise) {
        return request.query()
                .getOrDefault(parameter, Boolean.toString(otherwise))
                .equalsIgnoreCase("true");
    }
}
