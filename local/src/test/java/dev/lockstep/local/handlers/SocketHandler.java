package dev.lockstep.local.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import dev.lockstep.adapters.Deployment;
import dev.lockstep.engine.data.Json;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;

/** Notes every event of a WebSocket API. Lets nobody in who asks for that, and breaks off at the message {@code throw}. */
public final class SocketHandler extends JsonHandler {
    public static final List<JsonNode> EVENTS = new CopyOnWriteArrayList<>();

    public SocketHandler(Deployment deployment) {}

    @Override
    String answer(JsonNode event, Context context) {
        EVENTS.add(event);
        if (event.path("body").asString("").equals("throw")) {
            throw new IllegalArgumentException("as asked");
        }
        boolean refused = event.path("queryStringParameters").has("refuse");
        return Json.write(Json.object().put("statusCode", refused ? 403 : 200));
    }
}
