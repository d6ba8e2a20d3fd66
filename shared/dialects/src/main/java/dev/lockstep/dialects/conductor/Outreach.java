package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.usecases.Refusal;

/** What tasks do beyond their own execution. Each is to be done again by whoever breaks off in it, and again is the same as once. */
public interface Outreach {
    /** For functions that check definitions, and run nothing of the kind. */
    Outreach NONE = new Outreach() {
        @Override
        public void publish(Event event) {
            throw new IllegalStateException("nothing here takes events");
        }

        @Override
        public ExecutionId start(Step by, StartWorkflow.Request request, String callId) {
            throw new IllegalStateException("nothing here starts workflows");
        }
    };

    /** Has all handlers of an event do what they are there for. */
    void publish(Event event);

    /**
     * Starts a workflow for a task.
     *
     * @param callId the same for every attempt
     * @throws Refusal where it is not to be started
     */
    ExecutionId start(Step by, StartWorkflow.Request request, String callId);
}
