package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.ports.Samples;
import dev.lockstep.engine.ports.TaskType;
import dev.lockstep.engine.ports.WorkerInbox;
import dev.lockstep.engine.ports.WorkerInbox.Delivery;
import dev.lockstep.engine.ports.WorkerInboxContract;
import dev.lockstep.engine.ports.WorkerTasks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class InMemoryWorkerTasksTest extends WorkerInboxContract {
    private Instant now = Samples.NOW;
    private final InMemoryWorkerTasks queues = new InMemoryWorkerTasks(() -> now);

    @Override
    protected WorkerTasks tasks() {
        return queues;
    }

    @Override
    protected WorkerInbox inbox() {
        return queues;
    }

    @Override
    protected Instant now() {
        return now;
    }

    /** Waiting is setting the clock. */
    @Override
    protected List<Delivery> received(TaskType type, int count) {
        List<Delivery> received = new ArrayList<>();
        while (received.size() < count) {
            List<Delivery> more = queues.receive(type, count - received.size(), Duration.ZERO);
            if (more.isEmpty()) {
                now = queues.nextVisible().orElseThrow();
            }
            received.addAll(more);
        }
        return received;
    }
}
