package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.ports.ExecutionRemoval;

/** Removes executions from memory. */
public final class InMemoryExecutionRemoval implements ExecutionRemoval {
    private final InMemoryTable table;

    public InMemoryExecutionRemoval(InMemoryTable table) {
        this.table = table;
    }

    @Override
    public boolean remove(ExecutionId id) {
        synchronized (table) {
            InMemoryTable.ExecutionItem item = table.executions.get(id);
            if (item != null && !item.execution().hasEnded()) {
                return false;
            }
            table.executions.remove(id);
            return true;
        }
    }
}
