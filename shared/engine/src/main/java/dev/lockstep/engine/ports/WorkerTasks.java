package dev.lockstep.engine.ports;

import dev.lockstep.engine.execution.Step;
import java.util.Optional;

/** Where workers outside get to know of tasks: for each type of task a queue, which delivers at least once. */
public interface WorkerTasks {
    /** Lets workers know of a task; when it returns, the queue has it. */
    default void offer(String taskType, Step task) {
        offer(taskType, Optional.empty(), task);
    }

    /**
     * The same for the workers of a domain.
     *
     * @param domain empty for those of none
     */
    void offer(String taskType, Optional<String> domain, Step task);
}
