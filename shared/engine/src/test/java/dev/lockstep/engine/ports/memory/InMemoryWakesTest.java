package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.ports.Wakes;
import dev.lockstep.engine.ports.WakesContract;

class InMemoryWakesTest extends WakesContract {
    private final InMemoryTable table = new InMemoryTable();

    @Override
    protected ExecutionStore executions() {
        return new InMemoryExecutionStore(table);
    }

    @Override
    protected Wakes wakes() {
        return new InMemoryWakes(table);
    }
}
