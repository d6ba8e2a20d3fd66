package dev.lockstep.engine.ports;

import dev.lockstep.engine.execution.Step;

/** Where workers outside get to know of tasks: for each type of task a queue, which delivers at least once. */
public interface WorkerTasks {
    /** Lets workers know of a task; when it returns, the queue has it. */
    void offer(String taskType, Step task);
}
