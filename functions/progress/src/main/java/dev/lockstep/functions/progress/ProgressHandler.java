package dev.lockstep.functions.progress;

import dev.lockstep.adapters.Backend;
import dev.lockstep.adapters.Deployment;
import dev.lockstep.adapters.dynamodb.ChangesFunction;
import dev.lockstep.engine.progress.FollowProgress;
import dev.lockstep.engine.webhook.NotifyReceivers;
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
        super(new FollowProgress(backend.clearRemains(), List.of(webhooks(backend)))::follow);
    }

    private static NotifyReceivers webhooks(Backend backend) {
        return new NotifyReceivers(
                new NotifyReceivers.Ports(
                        backend.subscriptions(), backend.watches(), backend.deliveries(), backend.deliveryQueue()),
                backend.plans(),
                backend.retention(),
                backend.clock());
    }
}
