package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.Refusal;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tells whatever task of a workflow waits for somebody, the caller not knowing which that is. */
public final class SignalWorkflow {
    /** How often others may be first with a task before the caller is told so. */
    private static final int MOST_OVERTAKEN = 5;

    private final WaitForWorkflow wait;
    private final UpdateTask update;

    public SignalWorkflow(WaitForWorkflow wait, UpdateTask update) {
        this.wait = wait;
        this.update = update;
    }

    /**
     * What the task is told.
     *
     * @param status of a TaskResult
     */
    public record Signal(String status, JsonNode output) {}

    /**
     * Tells the first task that waits for somebody, of the workflow or of those that it waits for.
     *
     * @return the task; empty where none waits
     * @throws Refusal where there is no such workflow, or the signal is not valid
     */
    public Optional<TaskId> signal(Caller caller, ExecutionId id, Signal signal) {
        for (int i = 0; i < MOST_OVERTAKEN; i++) {
            Optional<TaskId> task = wait.waitingForSomebody(caller, id);
            // Of two who signal side by side, one is first: the other is for what waits then.
            if (task.isEmpty()
                    || update.update(caller, result(task.get(), signal)).isTaken()) {
                return task;
            }
        }
        throw Refusal.isBusy(id.value());
    }

    /**
     * The same, and waits until the workflow has ended, or waits for somebody again.
     *
     * @throws Refusal where there is no such workflow, no task waits, or the signal is not valid
     */
    public WorkflowRun signalAndWait(Caller caller, ExecutionId id, Signal signal, Duration atMost) {
        if (signal(caller, id, signal).isEmpty()) {
            throw Refusal.noSuchTask("Found no task of workflow " + id + " that waits for a signal");
        }
        return wait.wait(caller, id, new WaitForWorkflow.Until(Set.of(), atMost));
    }

    private static ObjectNode result(TaskId task, Signal signal) {
        ObjectNode result = Json.object().put("taskId", task.text()).put("status", signal.status());
        result.set("outputData", signal.output());
        return result;
    }
}
