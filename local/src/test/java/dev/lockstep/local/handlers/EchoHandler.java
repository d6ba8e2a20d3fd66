package dev.lockstep.local.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import dev.lockstep.adapters.Deployment;
import dev.lockstep.engine.data.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers with the event, its environment and its context. */
public final class EchoHandler extends JsonHandler {
    private final Deployment deployment;

    public EchoHandler(Deployment deployment) {
        this.deployment = deployment;
    }

    @Override
    String answer(JsonNode event, Context context) {
        ObjectNode body = Json.object();
        body.set("event", event);
        body.put("greeting", deployment.require("GREETING"));
        body.put("table", deployment.require("TABLE_NAME"));
        body.put("function", context.getFunctionName());
        body.put("remaining", context.getRemainingTimeInMillis());
        ObjectNode answer = Json.object().put("statusCode", 200).put("body", Json.write(body));
        answer.putObject("headers").put("X-Echo", "yes");
        answer.putArray("cookies").add("a=1").add("b=2");
        return Json.write(answer);
    }
}
