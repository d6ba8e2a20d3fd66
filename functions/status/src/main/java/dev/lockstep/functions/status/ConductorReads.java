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
        boolean withOutput = flag(request, "includeOutput", false);
        boolean withVariables = flag(request, "includeVariables", false);
        WorkflowView view = withOutput || withVariables
                ? view(caller, request)
                : new WorkflowView(executions.readBare(caller, PathIds.conductor(request)));
        return HttpResponse.ok(view.status(withOutput, withVariables));
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

    /** What is said to those who ask where to put a payload that is too large for a call. */
    static Refusal noStorage() {
        return Refusal.noSuchTask("There is no external storage for payloads: they are sent with the call itself");
    }

    private static boolean flag(HttpRequest request, String parameter, boolean otherwise) {
        return request.query()
                .getOrDefault(parameter, Boolean.toString(otherwise))
                .equalsIgnoreCase("true");
    }
}
