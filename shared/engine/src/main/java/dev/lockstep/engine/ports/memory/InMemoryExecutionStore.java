package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.ExecutionSummary;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.ports.DataBudget;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import dev.lockstep.engine.ports.memory.InMemoryTable.ExecutionItem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Executions in memory. */
public final class InMemoryExecutionStore implements ExecutionStore {
    private final InMemoryTable table;

    public InMemoryExecutionStore(InMemoryTable table) {
        this.table = table;
    }

    @Override
    public boolean create(Execution execution, Instant wakeAt) {
        synchronized (table) {
            ExecutionItem item = new ExecutionItem(execution, Optional.of(InMemoryTable.wake(wakeAt)));
            return table.executions.putIfAbsent(execution.id(), item) == null;
        }
    }

    @Override
    public Optional<Change> change(
            ExecutionId id,
            Set<ExecutionState.Name> from,
            ExecutionState to,
            Optional<Instant> wakeAt,
            Execution.Past more) {
        synchronized (table) {
            ExecutionItem item = table.executions.get(id);
            if (item == null) {
                return Optional.empty();
            }
            if (!from.contains(item.execution().state().name())) {
                return Optional.of(new Change(false, item.execution()));
            }
            Execution changed = item.execution().after(to, more);
            table.executions.put(id, new ExecutionItem(changed, wakeAt.map(InMemoryTable::wake)));
            return Optional.of(new Change(true, changed));
        }
    }

    @Override
    public Optional<Change> changeAsSeen(
            Execution seen,
            Set<ExecutionState.Name> from,
            ExecutionState to,
            Optional<Instant> wakeAt,
            Execution.Past more) {
        synchronized (table) {
            ExecutionItem item = table.executions.get(seen.id());
            return item == null || item.execution().reopenedAt().equals(seen.reopenedAt())
                    ? change(seen.id(), from, to, wakeAt, more)
                    : Optional.of(new Change(false, item.execution()));
        }
    }

    @Override
    public Optional<Recorded> read(ExecutionId id, long dataBytes) {
        synchronized (table) {
            DataBudget budget = new DataBudget(dataBytes);
            return Optional.ofNullable(table.executions.get(id))
                    .map(item -> Recorded.of(
                            item.execution(),
                            table.runsOf(id).values().stream()
                                    .map(run -> budget.takes(InMemoryTable.dataSize(run)) ? run : run.withoutData())
                                    .toList()));
        }
    }

    @Override
    public Page<ExecutionSummary> list(
            Workspace workspace, WorkflowId workflow, Optional<ExecutionState.Name> state, PageRequest page) {
        synchronized (table) {
            List<ExecutionSummary> all = table.executions.values().stream()
                    .map(ExecutionItem::execution)
                    .filter(execution -> execution.workflow().workspace().equals(workspace))
                    .filter(execution -> execution.workflow().workflow().equals(workflow))
                    .filter(execution ->
                            state.isEmpty() || execution.state().name().equals(state.get()))
                    .map(InMemoryExecutionStore::summary)
                    .toList();
            return Pages.newestFirst(all, summary -> summary.id().value(), page);
        }
    }

    private static ExecutionSummary summary(Execution execution) {
        Optional<Instant> endedAt =
                execution.state() instanceof ExecutionState.Ended ended ? Optional.of(ended.at()) : Optional.empty();
        return new ExecutionSummary(execution.id(), execution.state().name(), execution.createdAt(), endedAt);
    }
}
