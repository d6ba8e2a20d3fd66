package dev.lockstep.functions.control;

import dev.lockstep.adapters.Backend;
import dev.lockstep.adapters.Deployment;
import dev.lockstep.adapters.http.Endpoint;
import dev.lockstep.adapters.http.HttpFunction;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.adapters.http.PathIds;
import dev.lockstep.adapters.http.Routes;
import dev.lockstep.dialects.pipeline.PipelineView;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.operations.Catalogue;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.CancelExecution;
import dev.lockstep.engine.usecases.PauseExecution;
import dev.lockstep.engine.usecases.Permission;
import dev.lockstep.engine.usecases.ReadExecution;
import java.util.Optional;

/** Takes the moves that somebody outside makes on an execution. */
public final class ControlHandler extends HttpFunction {
    private static final String EXECUTION = "POST /workflows/{workflow_id}/executions/{execution_id}";

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
        PauseExecution pause = new PauseExecution(read, executions, backend.effects(executions), backend.clock());
        return Routes.of(backend.authenticate())
                .add(EXECUTION + "/cancel", Permission.CONTROL, control(cancel::cancel))
                .add(EXECUTION + "/pause", Permission.CONTROL, control(pause::pause))
                .add(EXECUTION + "/resume", Permission.CONTROL, control(pause::resume));
    }

    /** A move on one execution, which the path names, with a reason for the record. */
    private interface Control {
        ReadExecution.Found move(Caller caller, String workflow, ExecutionId execution, Optional<String> reason);
    }

    private static Endpoint control(Control control) {
        PipelineView view = new PipelineView(Catalogue.builtIn());
        return (caller, request) -> {
            ExecutionId execution = PathIds.execution(request);
            Optional<String> reason = request.fields((body, faults) -> body.text("reason", 1_000));
            ReadExecution.Found moved = control.move(caller, request.pathParameter("workflow_id"), execution, reason);
            return HttpResponse.ok(view.execution(moved.version(), moved.recorded()));
        };
    }
}
