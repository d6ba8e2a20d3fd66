package dev.lockstep.engine.simulation;

import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.ExecutionSummary;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks every write of an execution as it is made. */
final class WatchedExecutions implements ExecutionStore {
    private final Memory memory;
    private final Graphs graphs;
    private final List<ExecutionId> accepted = new ArrayList<>();
    private int live;

    WatchedExecutions(Memory memory, Graphs graphs) {
        this.memory = memory;
        this.graphs = graphs;
    }

    List<ExecutionId> accepted() {
        return List.copyOf(accepted);
    }

    /** How many have not ended. */
    int live() {
        return live;
    }

    @Override
    public boolean create(Execution execution, Instant wakeAt) {
        boolean created = memory.executions.create(execution, wakeAt);
        if (created) {
            accepted.add(execution.id());
            live++;
        }
        return created;
    }

    @Override
    public Optional<Change> change(
            ExecutionId id,
            Set<ExecutionState.Name> from,
            ExecutionState to,
            Optional<Instant> wakeAt,
            Execution.Past more) {
        Execution before = memory.execution(id).orElseThrow();
        Optional<Change> change = memory.executions.change(id, from, to, wakeAt, more);
        Execution after = memory.execution(id).orElseThrow();
        if (!before.hasEnded()) {
            Promise.REVISIONS_ONLY_RISE.holdsIf(
                    after.revision() > before.revision(), () -> before + " became " + after);
            if (after.state() instanceof ExecutionState.Ended end) {
                live--;
                checkReason(id, end);
            }
        } else {
            Promise.OUTCOMES_NEVER_CHANGE.holdsIf(
                    before.state().equals(after.state()), () -> before + " became " + after);
        }
        return change;
    }

    private void checkReason(ExecutionId id, ExecutionState.Ended end) {
        switch (end) {
            case ExecutionState.Canceled canceled -> {}
            case ExecutionState.TimedOut timedOut -> {}
            case ExecutionState.Failed failed ->
                Promise.NOTHING_BEGINS_TOO_SOON.holdsIf(
                        memory.run(id, StageRunKey.first(failed.stage()))
                                .filter(run -> run.state() instanceof StageRunState.Failed)
                                .isPresent(),
                        () -> "the execution fails by " + failed.stage() + ", which did not");
            case ExecutionState.Completed completed -> {
                Plan plan =
                        graphs.of(memory.execution(id).orElseThrow().workflow()).plan();
                plan.tasks()
                        .forEach(stage -> Promise.NOTHING_BEGINS_TOO_SOON.holdsIf(
                                memory.isPassed(id, StageRunKey.first(stage.id())),
                                () -> "the execution completes before " + stage.id() + " has its outcome"));
            }
        }
    }

    @Override
    public Optional<Recorded> read(ExecutionId id, long dataBytes) {
        return memory.executions.read(id, dataBytes);
    }

    @Override
    public Page<ExecutionSummary> list(
            Workspace workspace, WorkflowId workflow, Optional<ExecutionState.Name> state, PageRequest page) {
        return memory.executions.list(workspace, workflow, state, page);
    }
}
