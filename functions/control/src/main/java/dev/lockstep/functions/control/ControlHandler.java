package dev.lockstep.functions.control;

import dev.lockstep.adapters.Backend;
import dev.lockstep.adapters.Deployment;
import dev.lockstep.adapters.http.HttpFunction;
import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.adapters.http.PathIds;
import dev.lockstep.adapters.http.Routes;
import dev.lockstep.dialects.pipeline.PipelineView;
import dev.lockstep.engine.operations.Catalogue;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.CancelExecution;
import dev.lockstep.engine.usecases.Permission;
import dev.lockstep.engine.usecases.ReadExecution;
import java.util.Optional;

/** Takes the moves that somebody outside makes on an execution. */
public final class ControlHandler extends HttpFunction {
    /** For Lambda. */
    public ControlHandler() {
        this(Deployment.ofThisProcess());
    }

    public ControlHandler(Deployment deployment) {
        super(routes(new Backend(deployment)));
    }

    private static Routes routes(Backend backend) {
        ExecutionStore executions = backend.endingExecutions();
        ReadExecution read = new ReadExecution(executions, backend.workflows(), backend.plans());
        CancelExecution cancel = new CancelExecution(read, executions, backend.clock());
        PipelineView view = new PipelineView(Catalogue.builtIn());
        return Routes.of(backend.authenticate())
                .add(
                        "POST /workflows/{workflow_id}/executions/{execution_id}/cancel",
                        Permission.CONTROL,
                        (caller, request) -> cancel(cancel, view, caller, request));
    }

    private static HttpResponse cancel(CancelExecution cancel, PipelineView view, Caller caller, HttpRequest request) {
        Optional<String> reason = request.fields((body, faults) -> body.text("reason", 1_000));
        ReadExecution.Found canceled =
                cancel.cancel(caller, request.pathParameter("workflow_id"), PathIds.execution(request), reason);
        return HttpResponse.ok(view.execution(canceled.version(), canceled.recorded()));
    }
}
