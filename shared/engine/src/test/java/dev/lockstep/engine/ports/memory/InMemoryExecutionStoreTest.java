package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.ports.ExecutionStoreContract;
import dev.lockstep.engine.ports.StageRunStore;
import dev.lockstep.engine.ports.Wakes;

class InMemoryExecutionStoreTest extends ExecutionStoreContract {
    private final InMemoryTable table = new InMemoryTable();

    @Override
    protected ExecutionStore executions() {
        return new InMemoryExecutionStore(table);
    }

    @Override
    protected StageRunStore runs() {
        return new InMemoryStageRunStore(table);
    }

    @Override
    protected Wakes wakes() {
        return new InMemoryWakes(table);
    }
}
