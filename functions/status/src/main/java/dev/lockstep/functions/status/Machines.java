package dev.lockstep.functions.status;

import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.adapters.http.Pages;
import dev.lockstep.adapters.http.PathIds;
import dev.lockstep.dialects.machine.MachineStatus;
import dev.lockstep.dialects.machine.MachineView;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.ListExecutions;
import dev.lockstep.engine.usecases.ReadExecution;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Reads executions as those of state machines. */
final class Machines {
    private static final String FORM = "must be one of "
            + MachineStatus.listed().stream().map(MachineStatus::label).collect(Collectors.joining(", "))
            + "; a list does not read states, and tells of all that go on as started";

    private final ReadExecution read;
    private final ListExecutions lists;
    private final InstantSource clock;

    Machines(ReadExecution read, ListExecutions lists, InstantSource clock) {
        this.read = read;
        this.lists = lists;
        this.clock = clock;
    }

    HttpResponse read(Caller caller, HttpRequest request) {
        ReadExecution.Found found = read.readBare(caller, PathIds.execution(request));
        return HttpResponse.ok(MachineView.execution(caller, found, clock.instant()));
    }

    HttpResponse list(Caller caller, HttpRequest request) {
        Optional<WorkflowId> definition =
                Optional.ofNullable(request.query().get("definitionId")).map(WorkflowId::new);
        return HttpResponse.ok(Pages.items(
                lists.list(caller, definition, wanted(request), Pages.requested(request)), MachineView::summary));
    }

    private static Optional<Predicate<Execution>> wanted(HttpRequest request) {
        return Optional.ofNullable(request.query().get("status")).map(label -> {
            MachineStatus status = MachineStatus.parse(label)
                    .filter(MachineStatus.listed()::contains)
                    .orElseThrow(() -> Pages.invalid("status", FORM));
            return execution -> MachineStatus.ofListed(execution) == status;
        });
    }
}
