package dev.lockstep.functions.status;

import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.adapters.http.Pages;
import dev.lockstep.adapters.http.PathIds;
import dev.lockstep.dialects.run.RunStatus;
import dev.lockstep.dialects.run.RunView;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.ListExecutions;
import dev.lockstep.engine.usecases.ReadExecution;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads executions as runs. */
record Runs(ReadExecution read, ListExecutions lists) {
    HttpResponse read(Caller caller, HttpRequest request) {
        ReadExecution.Found found = read.read(caller, PathIds.run(request));
        return HttpResponse.ok(new RunView(found.version(), found.recorded()).run());
    }

    HttpResponse list(Caller caller, HttpRequest request) {
        return HttpResponse.ok(Pages.written(
                "runs",
                lists.list(caller, Optional.empty(), wanted(request), Pages.requested(request)),
                RunView::summary));
    }

    private static Optional<Predicate<Execution>> wanted(HttpRequest request) {
        return Optional.ofNullable(request.query().get("status")).map(name -> {
            RunStatus status = RunStatus.parse(name)
                    .filter(RunStatus.listed()::contains)
                    .orElseThrow(() -> Pages.invalid(
                            "status",
                            "must be one of " + RunStatus.listed()
                                    + "; a list does not read stages, and tells of all that go on as EXECUTING"));
            return execution -> RunStatus.ofListed(execution) == status;
        });
    }
}
