package dev.lockstep.client;

/** Does the work. */
@FunctionalInterface
public interface TaskHandler {
    /**
     * On a virtual thread of its own, which is interrupted when the task is no longer this worker's: the execution was canceled, say.
     *
     * @throws Exception where the attempt failed; its simple name is the error's name, and another attempt may be made
     */
    TaskResult handle(Task task) throws Exception;
}
