package dev.lockstep.adapters.sqs;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.lockstep.adapters.Events;
import dev.lockstep.adapters.SideBySide;
import dev.lockstep.engine.data.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A function behind a queue: takes the messages of a batch side by side, and reports those at which it broke off, so that they
 * alone come back.
 */
public abstract class QueueFunction implements RequestStreamHandler {
    private static final Logger LOG = LoggerFactory.getLogger(QueueFunction.class);

    private final Consumer<QueueMessage> each;
    private final SqsStepQueue queue;

    /**
     * @param queue where what follows from the messages is sent
     */
    protected QueueFunction(Consumer<QueueMessage> each, SqsStepQueue queue) {
        this.each = each;
        this.queue = queue;
    }

    @Override
    public final void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        List<QueueMessage> messages = Events.read(in)
                .path("Records")
                .valueStream()
                .map(QueueFunction::message)
                .toList();
        ObjectNode answer = Json.object();
        ArrayNode failures = answer.putArray("batchItemFailures");
        queue.expect(messages.size());
        SideBySide.each(messages, this::take).forEach(broken -> {
            String message = broken.item().id();
            LOG.error("message {} comes back: its step broke off", message, broken.cause());
            failures.addObject().put("itemIdentifier", message);
        });
        Events.write(answer, out);
    }

    private void take(QueueMessage message) {
        try {
            each.accept(message);
        } finally {
            queue.done();
        }
    }

    private static QueueMessage message(JsonNode message) {
        String sent = message.path("attributes").path("SentTimestamp").asString("");
        Instant sentAt = sent.matches("[0-9]{1,14}") ? Instant.ofEpochMilli(Long.parseLong(sent)) : Instant.EPOCH;
        return new QueueMessage(
                message.path("messageId").asString(""), message.path("body").asString(""), sentAt);
    }
}
