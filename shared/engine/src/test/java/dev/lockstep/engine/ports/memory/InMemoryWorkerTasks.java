package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.ports.WorkerTasks;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The queues of tasks in memory. They do nothing by themselves: a test takes each task, and gives it back or does not. */
public final class InMemoryWorkerTasks implements WorkerTasks {
    private final Map<String, Deque<Step>> waiting = new HashMap<>();

    @Override
    public synchronized void offer(String taskType, Step task) {
        waiting.computeIfAbsent(taskType, type -> new ArrayDeque<>()).add(task);
    }

    /** Takes the task that waits for longest. It is gone then, unless it is offered again. */
    public synchronized Optional<Step> take(String taskType) {
        return Optional.ofNullable(waiting.get(taskType)).map(Deque::poll);
    }

    /** The tasks of a type that wait, the one that does for longest first. */
    public synchronized List<Step> waiting(String taskType) {
        return List.copyOf(waiting.getOrDefault(taskType, new ArrayDeque<>()));
    }
}
