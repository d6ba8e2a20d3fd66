package dev.lockstep.adapters.sqs;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.MalformedJson;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.webhook.Delivery;
import tools.jackson.databind.JsonNode;

/** The body of a delivery's message. It names the delivery, and carries nothing of it. */
final class DeliveryMessage {
    private static final String EXECUTION = "execution";
    private static final String DELIVERY = "delivery";

    private DeliveryMessage() {}

    static String write(Delivery.Key key) {
        return Json.write(Json.object().put(EXECUTION, key.execution().value()).put(DELIVERY, key.id()));
    }

    /**
     * @throws IllegalArgumentException where the body is not what {@link #write} gives
     */
    static Delivery.Key parse(String body) {
        try {
            JsonNode message = Json.parse(body);
            String execution = message.path(EXECUTION).asString("");
            String delivery = message.path(DELIVERY).asString("");
            if (execution.isEmpty() || delivery.isEmpty()) {
                throw new IllegalArgumentException("the message names no delivery");
            }
            return new Delivery.Key(new ExecutionId(execution), delivery);
        } catch (MalformedJson e) {
            throw new IllegalArgumentException("the message is no JSON", e);
        }
    }
}
