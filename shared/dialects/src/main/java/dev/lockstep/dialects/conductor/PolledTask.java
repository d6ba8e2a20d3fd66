package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.usecases.PollTasks;
import dev.lockstep.engine.usecases.ReadExecution;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Renders a task for the worker that took it. */
public final class PolledTask {
    private PolledTask() {}

    /**
     * @param version that the task's execution runs on
     */
    public static ObjectNode of(WorkflowVersion version, PollTasks.Task task) {
        Recorded recorded = Recorded.of(task.execution(), List.of(task.run()));
        WorkflowDefinition definition = WorkflowView.definition(new ReadExecution.Found(version, recorded));
        return new TaskRows(definition, version.plan(), recorded)
                .row(task.run().key(), task.attempt())
                .orElseThrow(() -> new IllegalStateException(task.run().key() + " is no task of its definition"))
                .json(definition, task.execution(), 1);
    }
}
