package dev.lockstep.engine.usecases;

import dev.lockstep.engine.bulk.Bulk;
import dev.lockstep.engine.bulk.BulkAction;
import dev.lockstep.engine.bulk.BulkOutcome;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.execution.Anew;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.ports.StageRunStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a bulk's move on one execution, as the key that asked for the bulk would by a single call. The execution's own record
 * tells whether the bulk has moved it before: so a move that broke off is ended, and none is made twice.
 */
final class BulkMove {
    private final StageRunStore runs;
    private final Controls controls;
    private final CancelExecution cancel;
    private final PauseExecution pause;
    private final ReopenExecution reopen;
    private final RerunExecution rerun;

    BulkMove(StageRunStore runs, ReadExecution read, ExecutionStore executions, Effects effects, InstantSource clock) {
        this.runs = runs;
        this.controls = new Controls(read, executions, effects, clock);
        this.cancel = new CancelExecution(read, executions, effects, clock);
        this.pause = new PauseExecution(read, executions, effects, clock);
        this.reopen = new ReopenExecution(read, executions, effects, clock);
        this.rerun = new RerunExecution(read, executions, effects, clock);
    }

    /** The execution's own record, if it is one of the bulk's workflow. */
    Optional<Execution> find(Bulk bulk, ExecutionId id) {
        return runs.read(id, List.of()).map(Recorded::execution).filter(execution -> isOfWorkflow(bulk, execution));
    }

    private static boolean isOfWorkflow(Bulk bulk, Execution execution) {
        WorkflowRef workflow = execution.workflow();
        return workflow.workspace().equals(bulk.key().workspace())
                && workflow.workflow().equals(bulk.spec().workflow());
    }

    BulkOutcome make(Bulk bulk, ExecutionId id) {
        try {
            Optional<Execution> execution = find(bulk, id);
            if (execution.isEmpty()) {
                return new BulkOutcome.Refused("there is no execution " + id);
            }
            if (isMadeOn(bulk, execution.get())) {
                return again(bulk, execution.get());
            }
            return bulk.isCanceled() ? new BulkOutcome.Untouched() : first(bulk, id);
        } catch (RuntimeException e) {
            return new BulkOutcome.Broken(e.getClass().getSimpleName());
        }
    }

    private static boolean isMadeOn(Bulk bulk, Execution execution) {
        return execution.past().controls().stream()
                .anyMatch(control -> control.by().reason().equals(Optional.of(bulk.reason())));
    }

    private BulkOutcome first(Bulk bulk, ExecutionId id) {
        try {
            move(bulk, id);
            return new BulkOutcome.Done();
        } catch (Refusal e) {
            // Another one that works on the same bulk may have been first, and this one refused for just that.
            boolean made = find(bulk, id).filter(found -> isMadeOn(bulk, found)).isPresent();
            return made ? new BulkOutcome.Done() : new BulkOutcome.Refused(String.valueOf(e.getMessage()));
        }
    }

    private void move(Bulk bulk, ExecutionId id) {
        Caller caller = caller(bulk);
        String workflow = bulk.spec().workflow().value();
        Optional<String> reason = Optional.of(bulk.reason());
        switch (bulk.spec().action()) {
            case BulkAction.Cancel action -> cancel.cancel(caller, workflow, id, reason);
            case BulkAction.Pause action -> pause.pause(caller, workflow, id, reason);
            case BulkAction.Resume action -> pause.resume(caller, workflow, id, reason);
            case BulkAction.Retry action -> reopen.retry(caller, workflow, id, reason);
            case BulkAction.Rerun action -> rerun.rerunAlone(caller, workflow, id, Anew.from(action.from()), reason);
        }
    }

    /** It was made: what follows may not have been done. */
    private BulkOutcome again(Bulk bulk, Execution execution) {
        if (execution.isLive()) {
            try {
                controls.goOn(() -> controls.readBare(caller(bulk), execution.id()));
            } catch (Refusal e) {
                // It has ended since, and so all that followed was done.
            }
        }
        return new BulkOutcome.Done();
    }

    private static Caller caller(Bulk bulk) {
        return new Caller(bulk.key().workspace(), bulk.createdBy(), Set.of());
    }
}
