package dev.lockstep.adapters.sqs;

import dev.lockstep.engine.ports.QueueSizes;
import dev.lockstep.engine.ports.QueueSizesContract;
import dev.lockstep.engine.ports.WorkerInbox;
import dev.lockstep.engine.ports.WorkerTasks;
import java.util.UUID;

class SqsQueueSizesTest extends QueueSizesContract {
    private final WorkerQueues queues = new WorkerQueues(EmbeddedSqs.CLIENT, "stack-" + UUID.randomUUID());

    @Override
    protected WorkerTasks tasks() {
        return new SqsWorkerTasks(queues);
    }

    @Override
    protected WorkerInbox inbox() {
        return new SqsWorkerInbox(queues);
    }

    @Override
    protected QueueSizes sizes() {
        return new SqsQueueSizes(queues);
    }
}
