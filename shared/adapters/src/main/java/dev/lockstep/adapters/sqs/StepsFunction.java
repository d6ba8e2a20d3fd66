package dev.lockstep.adapters.sqs;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.lockstep.adapters.Events;
import dev.lockstep.adapters.SideBySide;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.execution.Step;
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

/**
 * A function behind a queue of steps: takes the steps of a batch side by side, and reports the messages whose step broke off,
 * so that they alone come back.
 */
public abstract class StepsFunction implements RequestStreamHandler {
    private static final Logger LOG = LoggerFactory.getLogger(StepsFunction.class);

    private final Consumer<Step> each;
    private final SqsStepQueue queue;

    /**
     * @param queue where what follows from the steps is sent
     */
    protected StepsFunction(Consumer<Step> each, SqsStepQueue queue) {
        this.each = each;
        this.queue = queue;
    }

    @Override
    public final void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        List<JsonNode> records = Events.read(in).path("Records").valueStream().toList();
        ObjectNode answer = Json.object();
        ArrayNode failures = answer.putArray("batchItemFailures");
        queue.expect(records.size());
        SideBySide.each(records, this::take).forEach(broken -> {
            String message = broken.item().path("messageId").asString("");
            LOG.error("message {} comes back: its step broke off", message, broken.cause());
            failures.addObject().put("itemIdentifier", message);
        });
        Events.write(answer, out);
    }

    private void take(JsonNode message) {
        try {
            each.accept(StepMessage.parse(message.path("body").asString("")));
        } catch (StepMessage.NotAStep e) {
            // It may be one of a newer version, in the middle of a deployment; if not, the dead-letter queue keeps it.
            throw new IllegalArgumentException(e);
        } finally {
            queue.done();
        }
    }
}
