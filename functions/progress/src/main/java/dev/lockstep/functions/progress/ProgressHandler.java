package dev.lockstep.functions.progress;

import dev.lockstep.adapters.Backend;
import dev.lockstep.adapters.Deployment;
import dev.lockstep.adapters.dynamodb.ChangesFunction;
import dev.lockstep.engine.progress.FollowProgress;
import java.util.List;

/** Hears of every write of executions' records, and has those hear of it who watch. */
public final class ProgressHandler extends ChangesFunction {
    /** For Lambda. */
    public ProgressHandler() {
        this(Deployment.ofThisProcess());
    }

    public ProgressHandler(Deployment deployment) {
        this(new Backend(deployment));
    }

    private ProgressHandler(Backend backend) {
        super(new FollowProgress(backend.clearRemains(), List.of())::follow);
    }
}
