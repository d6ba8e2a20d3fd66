package dev.lockstep.local.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import dev.lockstep.adapters.Deployment;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;

/** Notes what ends in the dead-letter queue. */
public final class BurialHandler extends JsonHandler {
    public static final List<String> BURIED = new CopyOnWriteArrayList<>();

    public BurialHandler(Deployment deployment) {}

    @Override
    String answer(JsonNode event, Context context) {
        event.path("Records").forEach(record -> BURIED.add(record.path("body").asString("")));
        return "";
    }
}
