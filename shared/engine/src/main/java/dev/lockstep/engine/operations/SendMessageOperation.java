package dev.lockstep.engine.operations;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code SendMessage}: sends a message to a queue, and gives its id. */
public final class SendMessageOperation implements UntypedOperation {
    private static final String QUEUE = "queue";
    private static final String GROUP = "message_group_id";
    private static final String DELAY = "delay_seconds";

    /** <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html">SQS's own</a>. */
    private static final int LONGEST_DELAY = 900;

    private static final String FIFO = ".fifo";

    private final MessageSender sender;

    public SendMessageOperation(MessageSender sender) {
        this.sender = sender;
    }

    @Override
    public String type() {
        return "SendMessage";
    }

    @Override
    public String title() {
        return "Sends a message to an SQS queue";
    }

    @Override
    public boolean hasEffects() {
        return true;
    }

    @Override
    public List<ConfigField> config() {
        return List.of(
                ConfigField.text(QUEUE, "Its name or ARN, which the deployment must list")
                        .must()
                        .notEmpty(),
                ConfigField.any(
                        "body",
                        "What is sent, a text as it is and anything else as JSON; the step's input where left out"),
                ConfigField.text(GROUP, "What a FIFO queue keeps in order; the execution where left out")
                        .notEmpty(),
                ConfigField.integer(
                        DELAY, 0, LONGEST_DELAY, "For how long the message is kept back, not by FIFO queues"));
    }

    @Override
    public void check(ObjectNode config, String path, Faults faults) {
        if (!config.path(QUEUE).isString()) {
            return;
        }
        boolean fifo = config.path(QUEUE).asString().endsWith(FIFO);
        if (fifo && config.has(DELAY)) {
            faults.add(path + "." + DELAY, "a FIFO queue keeps no message back");
        }
        if (!fifo && config.has(GROUP)) {
            faults.add(path + "." + GROUP, "only a FIFO queue, whose name ends with " + FIFO + ", has groups");
        }
    }

    @Override
    public JsonNode run(Call call) throws OperationFailure {
        String queue = call.text(QUEUE, "");
        JsonNode body = Optional.ofNullable(call.config().get("body")).orElse(call.input());
        MessageSender.Message message = new MessageSender.Message(
                queue,
                body.isString() ? body.stringValue() : Json.write(body),
                queue.endsWith(FIFO) ? Optional.of(call.text(GROUP, execution(call))) : Optional.empty(),
                Duration.ofSeconds(call.config().path(DELAY).asInt(0)),
                call.idempotencyKey(),
                call.timeout());
        return Json.object().put("message_id", sender.send(message));
    }

    private static String execution(Call call) {
        return call.step().map(step -> step.execution().value()).orElse(call.idempotencyKey());
    }
}
