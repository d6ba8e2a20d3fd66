package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.ports.WorkflowStore;
import dev.lockstep.engine.ports.WorkflowStoreContract;

class InMemoryWorkflowStoreTest extends WorkflowStoreContract {
    private final InMemoryWorkflowStore store = new InMemoryWorkflowStore();

    @Override
    protected WorkflowStore workflows() {
        return store;
    }
}
