package dev.lockstep.functions.control;

import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.adapters.http.PathIds;
import dev.lockstep.dialects.conductor.RerunWorkflow;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.CancelExecution;
import dev.lockstep.engine.usecases.PauseExecution;
import dev.lockstep.engine.usecases.ReadExecution;
import dev.lockstep.engine.usecases.Refusal;
import dev.lockstep.engine.usecases.ReopenExecution;
import java.util.Optional;

/** Moves executions for Conductor's SDKs. */
final class ConductorControls {
    private final ReadExecution read;
    private final PauseExecution pause;
    private final CancelExecution cancel;
    private final ReopenExecution reopen;
    private final RerunWorkflow rerun;

    ConductorControls(ReadExecution read, PauseExecution pause, CancelExecution cancel, ReopenExecution reopen) {
        this.read = read;
        this.pause = pause;
        this.cancel = cancel;
        this.reopen = reopen;
        this.rerun = new RerunWorkflow(read, reopen);
    }

    private String workflow(Caller caller, ExecutionId id) {
        return read.readBare(caller, id).version().ref().workflow().value();
    }

    HttpResponse pause(Caller caller, HttpRequest request) {
        pause(caller, request, PathIds.conductor(request));
        return HttpResponse.done();
    }

    void pause(Caller caller, HttpRequest request, ExecutionId id) {
        pause.pause(caller, workflow(caller, id), id, Optional.empty());
    }

    HttpResponse resume(Caller caller, HttpRequest request) {
        resume(caller, request, PathIds.conductor(request));
        return HttpResponse.done();
    }

    void resume(Caller caller, HttpRequest request, ExecutionId id) {
        pause.resume(caller, workflow(caller, id), id, Optional.empty());
    }

    HttpResponse terminate(Caller caller, HttpRequest request) {
        terminate(caller, request, PathIds.conductor(request));
        return HttpResponse.done();
    }

    /** One that was terminated already stays as it is. */
    void terminate(Caller caller, HttpRequest request, ExecutionId id) {
        Optional<String> reason =
                Optional.ofNullable(request.query().get("reason")).filter(text -> !text.isBlank());
        cancel.cancel(caller, id, reason.map(ConductorControls::cut));
    }

    private static String cut(String reason) {
        return reason.length() > 1_000 ? reason.substring(0, 1_000) : reason;
    }

    HttpResponse retry(Caller caller, HttpRequest request) {
        retry(caller, request, PathIds.conductor(request));
        return HttpResponse.noContent();
    }

    void retry(Caller caller, HttpRequest request, ExecutionId id) {
        ReadExecution.Found found = read.readBare(caller, id);
        if (!found.recorded().execution().hasEnded()) {
            throw Refusal.noSuchTask("Workflow is still running.  status=RUNNING");
        }
        reopen.retry(caller, found.version().ref().workflow().value(), id, Optional.empty());
    }

    HttpResponse restart(Caller caller, HttpRequest request) {
        restart(caller, request, PathIds.conductor(request));
        return HttpResponse.noContent();
    }

    void restart(Caller caller, HttpRequest request, ExecutionId id) {
        rerun.restart(caller, id);
    }

    HttpResponse rerun(Caller caller, HttpRequest request) {
        ExecutionId id = PathIds.conductor(request);
        rerun.rerun(caller, id, request.body().isBlank() ? Json.object() : request.json());
        return HttpResponse.text(id.value());
    }
}
