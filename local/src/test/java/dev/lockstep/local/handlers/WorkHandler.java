package dev.lockstep.local.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import dev.lockstep.adapters.Deployment;
import dev.lockstep.engine.data.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Does with each message what its body says, and notes every delivery. */
public final class WorkHandler extends JsonHandler {
    /** The records of all deliveries, by body. */
    public static final Map<String, List<JsonNode>> DELIVERIES = new ConcurrentHashMap<>();

    private final Deployment deployment;

    public WorkHandler(Deployment deployment) {
        this.deployment = deployment;
    }

    public static List<JsonNode> deliveries(String body) {
        return DELIVERIES.computeIfAbsent(body, key -> new CopyOnWriteArrayList<>());
    }

    @Override
    String answer(JsonNode event, Context context) {
        ObjectNode answer = Json.object();
        ArrayNode failures = answer.putArray("batchItemFailures");
        for (JsonNode record : event.path("Records")) {
            String body = record.path("body").asString("");
            deliveries(body).add(record);
            switch (body.replaceFirst(":.*", "")) {
                case "fail" ->
                    failures.addObject()
                            .put("itemIdentifier", record.path("messageId").asString(""));
                case "throw" -> throw new IllegalArgumentException("as asked");
                case "hang" -> FaultyHandler.hang();
                case "garbage" -> {
                    return "nonsense";
                }
                case "hop" -> hop(Integer.parseInt(body.substring(4)));
                default -> {}
            }
        }
        return Json.write(answer);
    }

    private void hop(int left) {
        if (left > 0) {
            deployment
                    .aws()
                    .sqs()
                    .sendMessage(request -> request.queueUrl(deployment.require("WORK_QUEUE_URL"))
                            .messageBody("hop:" + (left - 1)));
        }
    }
}
