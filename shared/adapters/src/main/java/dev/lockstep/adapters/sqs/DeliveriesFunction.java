package dev.lockstep.adapters.sqs;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.lockstep.adapters.Events;
import dev.lockstep.adapters.SideBySide;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.webhook.Delivery;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A function behind the queue of deliveries: takes those of a batch side by side, and reports those at which it broke off. */
public abstract class DeliveriesFunction implements RequestStreamHandler {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveriesFunction.class);

    private final Consumer<Delivery.Key> each;

    protected DeliveriesFunction(Consumer<Delivery.Key> each) {
        this.each = each;
    }

    @Override
    public final void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        List<JsonNode> messages = Events.read(in).path("Records").valueStream().toList();
        ObjectNode answer = Json.object();
        ArrayNode failures = answer.putArray("batchItemFailures");
        SideBySide.each(
                        messages,
                        message -> each.accept(
                                DeliveryMessage.parse(message.path("body").asString(""))))
                .forEach(broken -> {
                    String id = broken.item().path("messageId").asString("");
                    LOG.error("message {} comes back: its delivery broke off", id, broken.cause());
                    failures.addObject().put("itemIdentifier", id);
                });
        Events.write(answer, out);
    }
}
