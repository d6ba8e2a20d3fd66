package dev.lockstep.engine.simulation;

import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.ExecutionSummary;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState.Gathering;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import dev.lockstep.engine.ports.StageRunStore;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Stores as they are; what a wrong protocol does with them overrides it. */
final class Delegating {
    private Delegating() {}

    abstract static class Runs implements StageRunStore {
        final StageRunStore runs;

        Runs(StageRunStore runs) {
            this.runs = runs;
        }

        @Override
        public Optional<Recorded> read(ExecutionId execution, Collection<StageRunKey> keys) {
            return runs.read(execution, keys);
        }

        @Override
        public Written write(ExecutionId execution, StageRun run) {
            return runs.write(execution, run);
        }

        @Override
        public Gathering arrive(ExecutionId execution, StageRunKey join, Set<Integer> alive, Set<Integer> dead) {
            return runs.arrive(execution, join, alive, dead);
        }

        @Override
        public List<StageRun> elements(ExecutionId execution, StageRunKey all, long dataBytes) {
            return runs.elements(execution, all, dataBytes);
        }
    }

    abstract static class Executions implements ExecutionStore {
        final ExecutionStore executions;

        Executions(ExecutionStore executions) {
            this.executions = executions;
        }

        @Override
        public boolean create(Execution execution, Instant wakeAt) {
            return executions.create(execution, wakeAt);
        }

        @Override
        public Optional<Change> change(
                ExecutionId id,
                Set<ExecutionState.Name> from,
                ExecutionState to,
                Optional<Instant> wakeAt,
                Execution.Past more) {
            return executions.change(id, from, to, wakeAt, more);
        }

        @Override
        public Optional<Change> changeAsSeen(
                Execution seen,
                Set<ExecutionState.Name> from,
                ExecutionState to,
                Optional<Instant> wakeAt,
                Execution.Past more) {
            return executions.changeAsSeen(seen, from, to, wakeAt, more);
        }

        @Override
        public Optional<Recorded> read(ExecutionId id, long dataBytes) {
            return executions.read(id, dataBytes);
        }

        @Override
        public Page<ExecutionSummary> list(
                Workspace workspace, WorkflowId workflow, Optional<ExecutionState.Name> state, PageRequest page) {
            return executions.list(workspace, workflow, state, page);
        }
    }
}
