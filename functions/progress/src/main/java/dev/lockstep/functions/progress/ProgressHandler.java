package dev.lockstep.functions.progress;

import dev.lockstep.adapters.Backend;
import dev.lockstep.adapters.Deployment;
import dev.lockstep.adapters.dynamodb.ChangesFunction;
import dev.lockstep.engine.live.PushUpdates;
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
        super(new FollowProgress(
                backend.clearRemains(), backend.audiences(), List.of(webhooks(backend), updates(backend)))::follow);
    }

    private static PushUpdates updates(Backend backend) {
        return new PushUpdates(
                backend.connections(), backend.executions(), backend.liveUpdates(), backend.liveSender());
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
