package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.ports.QueueSizes;
import dev.lockstep.engine.ports.QueueSizesContract;
import dev.lockstep.engine.ports.WorkerInbox;
import dev.lockstep.engine.ports.WorkerTasks;

class InMemoryQueueSizesTest extends QueueSizesContract {
    private final InMemoryWorkerTasks queues = new InMemoryWorkerTasks();

    @Override
    protected WorkerTasks tasks() {
        return queues;
    }

    @Override
    protected WorkerInbox inbox() {
        return queues;
    }

    @Override
    protected QueueSizes sizes() {
        return queues;
    }
}
