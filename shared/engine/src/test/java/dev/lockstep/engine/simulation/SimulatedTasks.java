package dev.lockstep.engine.simulation;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.ports.TaskType;
import dev.lockstep.engine.ports.WorkerInbox;
import dev.lockstep.engine.ports.WorkerTasks;
import dev.lockstep.engine.ports.memory.InMemoryWorkerTasks;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The queues of workers' tasks, which lose messages and repeat them. Whenever there may be one to receive, workers are told. */
final class SimulatedTasks implements WorkerTasks, WorkerInbox {
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(5);

    private record Offered(ExecutionId execution, StageRunKey run) {}

    private final InMemoryWorkerTasks queues;
    private final Timeline timeline;
    private final Faults faults;
    private final Cloud cloud;
    private final Consumer<TaskType> workers;
    private final Map<Offered, Instant> offered = new HashMap<>();

    SimulatedTasks(Timeline timeline, Faults faults, Cloud cloud, Consumer<TaskType> workers) {
        this.queues = new InMemoryWorkerTasks(cloud::trueTime);
        this.timeline = timeline;
        this.faults = faults;
        this.cloud = cloud;
        this.workers = workers;
    }

    @Override
    public void offer(String taskType, Optional<String> domain, Step task) {
        offered.put(new Offered(task.execution(), task.run()), cloud.trueTime());
        if (faults.losesMessage()) {
            cloud.tell(() -> "the workers' queue loses " + task.run());
            return;
        }
        queues.offer(taskType, domain, task);
        if (faults.deliversTwice()) {
            queues.offer(taskType, domain, task);
        }
        tellWorkers(new TaskType(task.workflow().workspace(), taskType, domain), Duration.ZERO);
    }

    /** When it last took a task; the epoch where it never did. */
    Instant lastTook(ExecutionId execution, StageRunKey run) {
        return offered.getOrDefault(new Offered(execution, run), Instant.EPOCH);
    }

    private void tellWorkers(TaskType type, Duration after) {
        timeline.in(after.plus(faults.between(Duration.ZERO, LONGEST_IDLE)), () -> workers.accept(type));
    }

    @Override
    public List<Delivery> receive(TaskType type, int most, Duration wait) {
        List<Delivery> received = queues.receive(type, most, wait);
        if (!received.isEmpty()) {
            tellWorkers(type, HIDDEN);
        }
        return received;
    }

    @Override
    public boolean extend(TaskType type, String receipt, Duration time) {
        boolean extended = queues.extend(type, receipt, time);
        if (extended) {
            tellWorkers(type, time.isNegative() ? Duration.ZERO : time);
        }
        return extended;
    }

    @Override
    public void delete(TaskType type, String receipt) {
        queues.delete(type, receipt);
    }

    /** Forgets all messages, as when the queues themselves are lost. */
    void loseAll() {
        queues.loseAll();
    }
}
