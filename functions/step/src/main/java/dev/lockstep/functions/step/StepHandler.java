package dev.lockstep.functions.step;

import dev.lockstep.adapters.Backend;
import dev.lockstep.adapters.Deployment;
import dev.lockstep.adapters.TimeLimitedRunner;
import dev.lockstep.adapters.sqs.StepsFunction;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.usecases.AdvanceStep;
import dev.lockstep.engine.usecases.StageWorker;
import java.security.SecureRandom;

/** Advances stage runs: the step protocol. */
public final class StepHandler extends StepsFunction {
    /** For Lambda. */
    public StepHandler() {
        this(Deployment.ofThisProcess());
    }

    public StepHandler(Deployment deployment) {
        this(new Backend(deployment));
    }

    private StepHandler(Backend backend) {
        super(advance(backend)::advance, backend.stepQueue());
    }

    private static AdvanceStep advance(Backend backend) {
        ExecutionStore executions = backend.endingExecutions();
        return new AdvanceStep(
                backend.plans(),
                backend.runs(),
                new StageWorker(backend.reachingOutside(executions), new TimeLimitedRunner(), backend.activities()),
                backend.looking(executions),
                backend.effects(executions),
                backend.clock(),
                new SecureRandom());
    }
}
