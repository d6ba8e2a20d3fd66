package dev.lockstep.local.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import dev.lockstep.adapters.Deployment;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;

/** Notes its invocations. */
public final class ClockHandler extends JsonHandler {
    public static final List<JsonNode> TICKS = new CopyOnWriteArrayList<>();

    public ClockHandler(Deployment deployment) {}

    @Override
    String answer(JsonNode event, Context context) {
        TICKS.add(event);
        return "";
    }
}
