package dev.lockstep.engine.usecases;

import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Parent;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.ports.ExecutionRemoval;
import dev.lockstep.engine.ports.IdempotencyStore;
import dev.lockstep.engine.ports.StageRunStore;
import java.util.List;
import java.util.Optional;

/** Removes executions that have ended, before their time. */
public final class RemoveExecution {
    private final StageRunStore runs;
    private final ExecutionRemoval removal;
    private final IdempotencyStore keys;

    public RemoveExecution(StageRunStore runs, ExecutionRemoval removal, IdempotencyStore keys) {
        this.runs = runs;
        this.removal = removal;
        this.keys = keys;
    }

    /**
     * Removes an execution, of whatever workflow it is.
     *
     * @throws Refusal where the workspace has no such execution, it has not ended, or the one that waits for it has not seen its end
     */
    public void remove(Caller caller, ExecutionId id) {
        Execution execution = runs.read(id, List.of())
                .map(found -> found.execution())
                .filter(found -> found.workflow().workspace().equals(caller.workspace()))
                .orElseThrow(() -> Refusal.noExecution(id.value()));
        if (!execution.hasEnded()) {
            throw Refusal.hasNotEnded(id.value());
        }
        // What is not there any more tells nobody what came of it: who waits for it would wait for good.
        Optional<Parent> waiting = execution.parent().filter(parent -> waits(parent, id));
        if (waiting.isPresent()) {
            throw Refusal.notNow("execution " + id + " cannot be removed before execution "
                    + waiting.get().execution() + " has seen its end");
        }
        // First: who met the key and no execution would take that for one that is about to be made.
        execution
                .tags()
                .idempotencyKey()
                .ifPresent(key -> keys.forget(
                        caller.workspace(), StartKey.digest(execution.workflow().workflow(), key), id.value()));
        if (!removal.remove(id)) {
            throw Refusal.hasNotEnded(id.value());
        }
    }

    private boolean waits(Parent parent, ExecutionId child) {
        return runs.read(parent.execution(), List.of(parent.run()))
                .filter(found -> !found.execution().hasEnded())
                .flatMap(found -> found.run(parent.run()))
                .map(StageRun::state)
                .filter(StageRunState.Delegated.class::isInstance)
                .map(state -> ((StageRunState.Delegated) state).to())
                .filter(child::equals)
                .isPresent();
    }
}
