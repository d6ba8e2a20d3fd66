package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.ports.Remains;
import dev.lockstep.engine.ports.RemainsContract;
import dev.lockstep.engine.ports.StageRunStore;

class InMemoryRemainsTest extends RemainsContract {
    private final InMemoryTable table = new InMemoryTable();
    private final InMemoryRemains remains = new InMemoryRemains(table);

    @Override
    protected ExecutionStore executions() {
        return new InMemoryExecutionStore(table);
    }

    @Override
    protected StageRunStore runs() {
        return new InMemoryStageRunStore(table);
    }

    @Override
    protected Remains remains() {
        return remains;
    }

    @Override
    protected void expire(ExecutionId id) {
        remains.expire(id);
    }
}
