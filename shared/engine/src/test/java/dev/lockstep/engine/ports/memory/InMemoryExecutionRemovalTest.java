package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.ports.ExecutionRemoval;
import dev.lockstep.engine.ports.ExecutionRemovalContract;
import dev.lockstep.engine.ports.ExecutionStore;

class InMemoryExecutionRemovalTest extends ExecutionRemovalContract {
    private final InMemoryTable table = new InMemoryTable();

    @Override
    protected ExecutionStore executions() {
        return new InMemoryExecutionStore(table);
    }

    @Override
    protected ExecutionRemoval removal() {
        return new InMemoryExecutionRemoval(table);
    }
}
