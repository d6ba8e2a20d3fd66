package dev.lockstep.functions.trigger;

import dev.lockstep.adapters.Backend;
import dev.lockstep.adapters.Deployment;
import dev.lockstep.adapters.http.HttpFunction;
import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.adapters.http.IdempotencyKeys;
import dev.lockstep.adapters.http.PathIds;
import dev.lockstep.adapters.http.Refusals;
import dev.lockstep.adapters.http.Routes;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Tags;
import dev.lockstep.engine.ports.ExecutionStore;
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
        super(routes(backend));
    }

    private static Routes routes(Backend backend) {
        ExecutionStore executions = backend.endingExecutions();
        StartExecution start = start(backend, executions, backend.effects(executions));
        MachineStarts machines = new MachineStarts(
                start(backend, executions, backend.promptEffects(executions)),
                new ReadExecution(executions, backend.workflows(), backend.plans()),
                backend.clock());
        return Routes.of(backend.authenticate())
                .add(
                        "POST /workflows/{workflow_id}/execute",
                        Permission.START,
                        (caller, request) -> execute(start, caller, request))
                .add("POST /api/executions", Permission.START, Refusals.unprocessable(machines::start));
    }

    private static StartExecution start(Backend backend, ExecutionStore executions, Effects effects) {
        StartExecution.Ports ports =
                new StartExecution.Ports(backend.workflows(), backend.plans(), executions, backend.runs(), effects);
        return new StartExecution(ports, backend.idempotency(), backend.ids(), backend.clock());
    }

    private static HttpResponse execute(StartExecution start, Caller caller, HttpRequest request) {
        WorkflowId workflow = PathIds.workflow(request);
        StartExecution.Request asked = request.fields((body, faults) -> new StartExecution.Request(
                workflow,
                body.integer("version", 1, Integer.MAX_VALUE),
                body.object("input").orElse(Json.object()),
                new Tags(body.text("correlation_id", 256), body.integer("priority", 0, 99)),
                IdempotencyKeys.of(request)));
        ExecutionId execution = start.start(caller, asked);
        return HttpResponse.accepted(Json.object().put("execution_id", execution.value()));
    }
}
