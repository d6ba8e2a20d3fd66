package dev.lockstep.engine.trial;

import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.ports.TaskType;
import dev.lockstep.engine.ports.WorkerInbox;
import dev.lockstep.engine.ports.WorkerTasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where whoever stands in for workers gets to know of tasks, and where they receive just the one that they have something to tell of. */
final class OneInbox implements WorkerTasks, WorkerInbox {
    /** A task that workers got to know of. */
    record Offered(TaskType type, Step task) {}

    private final List<Offered> offered = new ArrayList<>();
    private Optional<Step> next = Optional.empty();
    private Optional<Duration> leftAlone = Optional.empty();

    @Override
    public void offer(String taskType, Optional<String> domain, Step task) {
        offered.add(new Offered(new TaskType(task.workflow().workspace(), taskType, domain), task));
    }

    /** What was offered since this was asked for last. */
    List<Offered> takeOffered() {
        List<Offered> taken = List.copyOf(offered);
        offered.clear();
        return taken;
    }

    /** Has the task be what is received next. */
    void hold(Step task) {
        next = Optional.of(task);
        leftAlone = Optional.empty();
    }

    /** For how long the task that was received last is to be left alone, since it may not be taken now. */
    Optional<Duration> leftAlone() {
        return leftAlone;
    }

    @Override
    public List<Delivery> receive(TaskType type, int most, Duration wait) {
        List<Delivery> received =
                next.stream().map(task -> new Delivery(task, "receipt")).toList();
        next = Optional.empty();
        return received;
    }

    @Override
    public boolean extend(TaskType type, String receipt, Duration time) {
        leftAlone = Optional.of(time);
        return true;
    }

    @Override
    public void delete(TaskType type, String receipt) {}
}
