package dev.lockstep.functions.control;

import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.adapters.http.PathIds;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.ReadExecution;
import dev.lockstep.engine.usecases.RemoveExecution;

/** Removes executions for Conductor's SDKs. There is no archive: what is removed is gone, whatever is asked of one. */
final class ConductorRemovals {
    private final ReadExecution read;
    private final ConductorControls controls;
    private final RemoveExecution remove;

    ConductorRemovals(ReadExecution read, ConductorControls controls, RemoveExecution remove) {
        this.read = read;
        this.controls = controls;
        this.remove = remove;
    }

    HttpResponse remove(Caller caller, HttpRequest request) {
        remove(caller, request, PathIds.conductor(request));
        return HttpResponse.done();
    }

    void remove(Caller caller, HttpRequest request, ExecutionId id) {
        remove.remove(caller, id);
    }

    HttpResponse terminateAndRemove(Caller caller, HttpRequest request) {
        terminateAndRemove(caller, request, PathIds.conductor(request));
        return HttpResponse.done();
    }

    void terminateAndRemove(Caller caller, HttpRequest request, ExecutionId id) {
        if (!read.readBare(caller, id).recorded().execution().hasEnded()) {
            controls.terminate(caller, request, id);
        }
        remove.remove(caller, id);
    }
}
