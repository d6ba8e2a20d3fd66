package dev.lockstep.engine.live;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.usecases.Plans;
import tools.jackson.databind.node.ObjectNode;

/** What is sent of an execution: the whole status at its revision, so that the latest is always enough. */
public final class LiveUpdates {
    private final Plans plans;
    private final LiveBody body;

    public LiveUpdates(Plans plans, LiveBody body) {
        this.plans = plans;
        this.body = body;
    }

    /** How it stands, without what kind of message it is in. */
    public ObjectNode status(Recorded recorded) {
        return body.progress(plans.get(recorded.execution().workflow()), recorded);
    }

    String update(Recorded recorded) {
        ObjectNode message = Json.object()
                .put("type", "execution.updated")
                .put("sequence", recorded.revision())
                .put("executionId", recorded.execution().id().value());
        message.setAll(status(recorded));
        return Json.write(message);
    }
}
