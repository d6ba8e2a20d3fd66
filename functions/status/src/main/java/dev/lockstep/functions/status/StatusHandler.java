package dev.lockstep.functions.status;

import dev.lockstep.adapters.Backend;
import dev.lockstep.adapters.Deployment;
import dev.lockstep.adapters.Pause;
import dev.lockstep.adapters.http.HttpFunction;
import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.adapters.http.Pages;
import dev.lockstep.adapters.http.PathIds;
import dev.lockstep.adapters.http.Routes;
import dev.lockstep.dialects.conductor.search.SearchTasks;
import dev.lockstep.dialects.conductor.search.SearchWorkflows;
import dev.lockstep.dialects.conductor.search.WorkflowReads;
import dev.lockstep.dialects.conductor.search.WorkflowsByName;
import dev.lockstep.dialects.pipeline.BulkView;
import dev.lockstep.dialects.pipeline.DeadLetterView;
import dev.lockstep.dialects.pipeline.ExecutionStatus;
import dev.lockstep.dialects.pipeline.HistoryView;
import dev.lockstep.dialects.pipeline.PipelineView;
import dev.lockstep.engine.live.AwaitUpdate;
import dev.lockstep.engine.operations.Catalogue;
import dev.lockstep.engine.ports.ExecutionList;
import dev.lockstep.engine.usecases.Bulks;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.DeadLetters;
import dev.lockstep.engine.usecases.ListExecutions;
import dev.lockstep.engine.usecases.Permission;
import dev.lockstep.engine.usecases.ReadExecution;
import dev.lockstep.engine.usecases.ReadHistory;
import java.util.List;
import java.util.Optional;

/** Reads executions, and what is done about many of them. */
public final class StatusHandler extends HttpFunction {
    /** For Lambda. */
    public StatusHandler() {
        this(Deployment.ofThisProcess());
    }

    public StatusHandler(Deployment deployment) {
        super(routes(new Backend(deployment)));
    }

    private static Routes routes(Backend backend) {
        ReadExecution executions = new ReadExecution(backend.executions(), backend.workflows(), backend.plans());
        ReadHistory histories = new ReadHistory(executions, backend.runs());
        PipelineView view = new PipelineView(Catalogue.builtIn());
        DeadLetters letters = new DeadLetters(backend.deadLetters());
        Bulks bulks = new Bulks(backend.bulks());
        ListExecutions lists = new ListExecutions(backend.executionList());
        Machines machines = new Machines(executions, lists, backend.clock());
        Runs runs = new Runs(executions, lists);
        RunEvents events =
                new RunEvents(new AwaitUpdate(backend.executions(), backend.clock(), Pause::of), backend.liveUpdates());
        Routes routes = Routes.of(backend.authenticate());
        addConductors(routes.asConductor(), new ConductorReads(executions));
        addConductorSearches(routes.asConductor(), backend, executions);
        return routes.add("GET /runs/{runId}/events", Permission.READ, events::next)
                .add(
                        "GET /workflows/{workflow_id}/executions",
                        Permission.READ,
                        (caller, request) -> list(executions, view, caller, request))
                .add(
                        "GET /workflows/{workflow_id}/executions/{execution_id}",
                        Permission.READ,
                        (caller, request) -> read(executions, view, caller, request))
                .add(
                        "GET /workflows/{workflow_id}/executions/{execution_id}/history",
                        Permission.READ,
                        (caller, request) -> history(histories, caller, request))
                .add("GET /api/executions", Permission.READ_EXECUTIONS, machines::list)
                .add("GET /api/executions/{execution_id}", Permission.READ_EXECUTIONS, machines::read)
                .add("GET /runs", Permission.READ, runs::list)
                .add("GET /runs/{runId}", Permission.READ, runs::read)
                .add(
                        "GET /dead-letters",
                        Permission.READ,
                        (caller, request) -> HttpResponse.ok(Pages.written(
                                "dead_letters", letters.list(caller, Pages.requested(request)), DeadLetterView::of)))
                .add(
                        "GET /bulk",
                        Permission.READ,
                        (caller, request) -> HttpResponse.ok(
                                Pages.written("bulks", bulks.list(caller, Pages.requested(request)), BulkView::of)))
                .add(
                        "GET /bulk/{bulk_id}",
                        Permission.READ,
                        (caller, request) -> HttpResponse.ok(BulkView.of(bulks.read(caller, PathIds.bulk(request)))));
    }

    private static void addConductors(Routes routes, ConductorReads conductor) {
        routes.add("GET /api/workflow/{workflowId}", Permission.READ, conductor::workflow)
                .add("GET /api/workflow/{workflowId}/status", Permission.READ, conductor::status)
                .add("GET /api/tasks/{taskId}", Permission.READ, conductor::task);
        for (String of : List.of("workflow", "tasks")) {
            for (String place : List.of("externalstoragelocation", "external-storage-location")) {
                routes.add("GET /api/" + of + "/" + place, Permission.READ, (caller, request) -> {
                    throw ConductorReads.noStorage();
                });
            }
        }
    }

    private static void addConductorSearches(Routes routes, Backend backend, ReadExecution executions) {
        WorkflowReads reads = new SeveralReads(executions);
        ExecutionList list = backend.executionList();
        ConductorSearches searches =
                new ConductorSearches(new SearchWorkflows(list, backend.plans(), reads), new SearchTasks(list, reads));
        ConductorLists lists = new ConductorLists(executions, reads, new WorkflowsByName(list, backend.plans(), reads));
        String workflow = "/api/workflow/";
        routes.add("GET " + workflow + "search", Permission.READ, searches::workflows)
                .add("GET " + workflow + "search-v2", Permission.READ, searches::wholeWorkflows)
                .add("GET " + workflow + "search-by-tasks", Permission.READ, searches::byTasks)
                .add("GET " + workflow + "search-by-tasks-v2", Permission.READ, searches::wholeByTasks)
                .add("GET /api/tasks/search", Permission.READ, searches::tasks)
                .add("GET /api/tasks/search-v2", Permission.READ, searches::wholeTasks)
                .add("GET /api/admin/task/{taskType}", Permission.READ, searches::pendingTasks)
                .add("GET " + workflow + "{workflowId}/tasks", Permission.READ, lists::tasks)
                .add("GET " + workflow + "{name}/correlated/{correlationId}", Permission.READ, lists::correlated)
                .add("POST " + workflow + "{name}/correlated", Permission.READ, lists::correlatedToAny)
                .add("GET " + workflow + "running/{name}", Permission.READ, lists::running)
                .add("POST " + workflow + "bulk/search", Permission.READ, lists::named);
    }

    private static HttpResponse list(ReadExecution executions, PipelineView view, Caller caller, HttpRequest request) {
        Optional<ExecutionStatus> status = Optional.ofNullable(request.query().get("status"))
                .map(name -> ExecutionStatus.parse(name)
                        .orElseThrow(() -> Pages.invalid(
                                "status", "must be one of " + String.join(", ", ExecutionStatus.names()))));
        return HttpResponse.ok(Pages.written(
                "executions",
                executions.list(
                        caller,
                        PathIds.workflow(request),
                        status.map(ExecutionStatus::stored),
                        Pages.requested(request)),
                view::summary));
    }

    private static HttpResponse history(ReadHistory history, Caller caller, HttpRequest request) {
        return HttpResponse.ok(Pages.written(
                "events",
                history.read(
                        caller,
                        request.pathParameter("workflow_id"),
                        PathIds.execution(request),
                        Pages.requestedAfterPlace(request)),
                HistoryView::event));
    }

    private static HttpResponse read(ReadExecution executions, PipelineView view, Caller caller, HttpRequest request) {
        ReadExecution.Found found =
                executions.read(caller, request.pathParameter("workflow_id"), PathIds.execution(request));
        return HttpResponse.ok(view.execution(found.version(), found.recorded()));
    }
}
