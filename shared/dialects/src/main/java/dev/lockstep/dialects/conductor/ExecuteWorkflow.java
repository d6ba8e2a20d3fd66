package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.usecases.Caller;

/** Starts a workflow and waits for it. */
public final class ExecuteWorkflow {
    private final StartWorkflow start;
    private final WaitForWorkflow wait;

    public ExecuteWorkflow(StartWorkflow start, WaitForWorkflow wait) {
        this.start = start;
        this.wait = wait;
    }

    /**
     * @throws dev.lockstep.engine.usecases.Refusal where nothing is started
     */
    public WorkflowRun execute(Caller caller, StartWorkflow.Request request, WaitForWorkflow.Until until) {
        return wait.wait(caller, start.start(caller, request), until);
    }
}
