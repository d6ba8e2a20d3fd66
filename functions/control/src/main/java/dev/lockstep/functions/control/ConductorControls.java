package dev.lockstep.functions.control;

import dev.lockstep.adapters.http.ConductorQueries;
import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.adapters.http.PathIds;
import dev.lockstep.dialects.conductor.RerunWorkflow;
import dev.lockstep.dialects.conductor.SkipTask;
import dev.lockstep.dialects.conductor.StartRequests;
import dev.lockstep.engine.execution.Control;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.CancelExecution;
import dev.lockstep.engine.usecases.PauseExecution;
import dev.lockstep.engine.usecases.ReadExecution;
import dev.lockstep.engine.usecases.Refusal;
import dev.lockstep.engine.usecases.ReopenExecution;
import dev.lockstep.engine.usecases.RerunExecution;
import dev.lockstep.engine.usecases.SkipStage;
import java.util.Optional;

/** Moves executions for Conductor's SDKs. */
final class ConductorControls {
    private final ReadExecution read;
    private final PauseExecution pause;
    private final CancelExecution cancel;
    private final ReopenExecution reopen;
    private final RerunWorkflow rerun;
    private final SkipTask skip;

    ConductorControls(
            ReadExecution read,
            PauseExecution pause,
            CancelExecution cancel,
            ReopenExecution reopen,
            RerunExecution rerun,
            StartRequests starts,
            SkipStage skip) {
        this.read = read;
        this.pause = pause;
        this.cancel = cancel;
        this.reopen = reopen;
        this.rerun = new RerunWorkflow(read, rerun, starts);
        this.skip = new SkipTask(read, skip);
    }

    HttpResponse pause(Caller caller, HttpRequest request) {
        pause(caller, request, PathIds.conductor(request));
        return HttpResponse.done();
    }

    void pause(Caller caller, HttpRequest request, ExecutionId id) {
        pause.pause(caller, id, Optional.empty());
    }

    HttpResponse resume(Caller caller, HttpRequest request) {
        resume(caller, request, PathIds.conductor(request));
        return HttpResponse.done();
    }

    void resume(Caller caller, HttpRequest request, ExecutionId id) {
        pause.resumePaused(caller, id, Optional.empty());
    }

    HttpResponse terminate(Caller caller, HttpRequest request) {
        terminate(caller, request, PathIds.conductor(request));
        return HttpResponse.done();
    }

    /** One that was terminated already stays as it is. */
    void terminate(Caller caller, HttpRequest request, ExecutionId id) {
        cancel.cancel(caller, id, ConductorQueries.reason(request));
    }

    HttpResponse retry(Caller caller, HttpRequest request) {
        retry(caller, request, PathIds.conductor(request));
        return HttpResponse.noContent();
    }

    void retry(Caller caller, HttpRequest request, ExecutionId id) {
        if (!read.readBare(caller, id).recorded().execution().hasEnded()) {
            throw Refusal.noSuchTask("Workflow is still running.  status=RUNNING");
        }
        boolean within = ConductorQueries.flag(request, "resumeSubworkflowTasks", false);
        reopen.retry(caller, id, within ? Control.Kind.RETRY_WITHIN : Control.Kind.RETRY, Optional.empty());
    }

    HttpResponse restart(Caller caller, HttpRequest request) {
        restart(caller, request, PathIds.conductor(request));
        return HttpResponse.noContent();
    }

    void restart(Caller caller, HttpRequest request, ExecutionId id) {
        rerun.restart(caller, id, ConductorQueries.flag(request, "useLatestDefinitions", false));
    }

    HttpResponse rerun(Caller caller, HttpRequest request) {
        ExecutionId id = PathIds.conductor(request);
        rerun.rerun(caller, id, request.jsonOrEmpty());
        return HttpResponse.text(id.value());
    }

    /** Has a task that was not scheduled yet be passed over. */
    HttpResponse skipTask(Caller caller, HttpRequest request) {
        skip.skip(
                caller, PathIds.conductor(request), request.pathParameter("taskReferenceName"), request.jsonOrEmpty());
        return HttpResponse.done();
    }
}
