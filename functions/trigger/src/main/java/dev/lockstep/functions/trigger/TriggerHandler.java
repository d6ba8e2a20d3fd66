package dev.lockstep.functions.trigger;

import dev.lockstep.adapters.Backend;
import dev.lockstep.adapters.Deployment;
import dev.lockstep.adapters.Pause;
import dev.lockstep.adapters.http.HttpFunction;
import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.adapters.http.IdempotencyKeys;
import dev.lockstep.adapters.http.PathIds;
import dev.lockstep.adapters.http.Refusals;
import dev.lockstep.adapters.http.Routes;
import dev.lockstep.adapters.http.WebhookUrls;
import dev.lockstep.dialects.conductor.ExecuteWorkflow;
import dev.lockstep.dialects.conductor.StartWorkflow;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Tags;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.ports.WebhookSender;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.Effects;
import dev.lockstep.engine.usecases.Permission;
import dev.lockstep.engine.usecases.ReadExecution;
import dev.lockstep.engine.usecases.StartExecution;

/** Starts executions. */
public final class TriggerHandler extends HttpFunction {
    /** For Lambda. */
    public TriggerHandler() {
        this(Deployment.ofThisProcess());
    }

    public TriggerHandler(Deployment deployment) {
        this(new Backend(deployment));
    }

    private TriggerHandler(Backend backend) {
        this(backend, backend.endingExecutions(), backend.webhookSender());
    }

    private TriggerHandler(Backend backend, ExecutionStore executions, WebhookSender webhooks) {
        super(all(backend, executions, webhooks));
    }

    private static Routes all(Backend backend, ExecutionStore executions, WebhookSender webhooks) {
        Routes routes = routes(backend, start(backend, executions, backend.effects(executions)), webhooks)
                .add(
                        "POST /api/executions",
                        Permission.START,
                        Refusals.unprocessable(machines(backend, executions, webhooks)::start));
        addConductors(routes.asConductor(), backend, executions);
        return routes;
    }

    private static void addConductors(Routes routes, Backend backend, ExecutionStore executions) {
        StartWorkflow start = conductor(backend, executions);
        ConductorStarts starts = new ConductorStarts(start);
        ReadExecution read = new ReadExecution(executions, backend.workflows(), backend.plans());
        ConductorRuns runs =
                new ConductorRuns(new ExecuteWorkflow(start, read, backend.clock(), Pause::of), backend.ids());
        routes.add("POST /api/workflow", Permission.START, starts::start)
                .add("POST /api/workflow/{workflowId}", Permission.START, starts::startByName)
                .add("POST /api/workflow/execute/{name}/{version}", Permission.START, runs::execute);
    }

    private static StartWorkflow conductor(Backend backend, ExecutionStore executions) {
        return new StartWorkflow(
                backend.definitions(),
                backend.snapshots(),
                start(backend, executions, backend.promptEffects(executions)));
    }

    private static Routes routes(Backend backend, StartExecution start, WebhookSender webhooks) {
        return Routes.of(backend.authenticate())
                .add(
                        "POST /workflows/{workflow_id}/execute",
                        Permission.START,
                        (caller, request) -> HttpResponse.accepted(Json.object()
                                .put(
                                        "execution_id",
                                        execute(start, webhooks, caller, request)
                                                .value())))
                .add(
                        "POST /workflows/{workflow_id}/runs",
                        Permission.START,
                        (caller, request) -> run(execute(start, webhooks, caller, request)));
    }

    private static MachineStarts machines(Backend backend, ExecutionStore executions, WebhookSender webhooks) {
        return new MachineStarts(
                start(backend, executions, backend.promptEffects(executions)),
                new ReadExecution(executions, backend.workflows(), backend.plans()),
                webhooks,
                backend.clock());
    }

    private static StartExecution start(Backend backend, ExecutionStore executions, Effects effects) {
        StartExecution.Ports ports =
                new StartExecution.Ports(backend.workflows(), backend.plans(), executions, backend.runs(), effects);
        return new StartExecution(ports, backend.idempotency(), backend.ids(), backend.clock());
    }

    /** What does a run's work is the run itself: it is its own job. */
    private static HttpResponse run(ExecutionId execution) {
        return HttpResponse.accepted(
                Json.object().put("runId", execution.value()).put("jobId", execution.value()));
    }

    private static ExecutionId execute(
            StartExecution start, WebhookSender webhooks, Caller caller, HttpRequest request) {
        WorkflowId workflow = PathIds.workflow(request);
        StartExecution.Request asked = request.fields((body, faults) -> new StartExecution.Request(
                workflow,
                body.integer("version", 1, Integer.MAX_VALUE),
                body.object("input").orElse(Json.object()),
                new Tags(
                        body.text("correlation_id", 256),
                        body.integer("priority", 0, 99),
                        WebhookUrls.read(body, "webhook_url", webhooks, faults)),
                IdempotencyKeys.of(request)));
        return start.start(caller, asked);
    }
}
