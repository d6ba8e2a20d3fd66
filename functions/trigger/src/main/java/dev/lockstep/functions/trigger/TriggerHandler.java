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
import dev.lockstep.dialects.conductor.WaitForWorkflow;
import dev.lockstep.dialects.conductor.trial.TestWorkflow;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.TaskDomains;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Tags;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.ports.WebhookSender;
import dev.lockstep.engine.usecases.Caller;
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
        StartExecution queueing = backend.startExecution(executions, backend.effects(executions));
        StartExecution prompt = backend.startExecution(executions, backend.promptEffects(executions));
        ReadExecution read = new ReadExecution(executions, backend.workflows(), backend.plans());
        MachineStarts machines = new MachineStarts(prompt, read, webhooks, backend.clock());
        Routes routes = routes(backend, queueing, webhooks)
                .add("POST /api/executions", Permission.START, Refusals.unprocessable(machines::start));
        addConductors(routes.asConductor(), backend, backend.startWorkflow(prompt), read);
        return routes;
    }

    private static void addConductors(Routes routes, Backend backend, StartWorkflow start, ReadExecution read) {
        ConductorStarts starts = new ConductorStarts(start);
        WaitForWorkflow wait = new WaitForWorkflow(read, backend.clock(), Pause::of);
        ConductorRuns runs = new ConductorRuns(new ExecuteWorkflow(start, wait), backend.ids());
        TestWorkflow tests = backend.testWorkflow();
        routes.add("POST /api/workflow", Permission.START, starts::start)
                .add(
                        "POST /api/workflow/test",
                        Permission.START,
                        (caller, request) -> HttpResponse.ok(tests.test(caller, request.json())))
                .add("POST /api/workflow/{workflowId}", Permission.START, starts::startByName)
                .add("POST /api/workflow/execute/{name}/{version}", Permission.START, runs::execute);
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
                                WebhookUrls.read(body, "webhook_url", webhooks, faults))
                        .in(TaskDomains.read(body, faults)),
                IdempotencyKeys.of(request)));
        return start.start(caller, asked);
    }
}
