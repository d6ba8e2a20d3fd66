package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.ports.ExecutionList;
import dev.lockstep.engine.ports.ExecutionListContract;
import dev.lockstep.engine.ports.ExecutionStore;

class InMemoryExecutionListTest extends ExecutionListContract {
    private final InMemoryTable table = new InMemoryTable();

    @Override
    protected ExecutionStore executions() {
        return new InMemoryExecutionStore(table);
    }

    @Override
    protected ExecutionList list() {
        return new InMemoryExecutionListing(table);
    }
}
