package dev.lockstep.functions.deadletter;

import dev.lockstep.adapters.Backend;
import dev.lockstep.adapters.Deployment;
import dev.lockstep.adapters.sqs.StepsFunction;
import dev.lockstep.engine.usecases.FailDeadStep;

/** Fails the stage of each step that ran out of deliveries. */
public final class DeadLetterHandler extends StepsFunction {
    /** For Lambda. */
    public DeadLetterHandler() {
        this(Deployment.ofThisProcess());
    }

    public DeadLetterHandler(Deployment deployment) {
        this(new Backend(deployment));
    }

    private DeadLetterHandler(Backend backend) {
        super(fail(backend)::fail, backend.stepQueue());
    }

    private static FailDeadStep fail(Backend backend) {
        return new FailDeadStep(
                backend.plans(), backend.runs(), backend.effects(backend.endingExecutions()), backend.clock());
    }
}
