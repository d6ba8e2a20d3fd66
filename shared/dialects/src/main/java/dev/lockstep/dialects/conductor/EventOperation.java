package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.operations.Call;
import dev.lockstep.engine.operations.ConfigField;
import dev.lockstep.engine.operations.Operation;
import dev.lockstep.engine.operations.OperationFailure;
import dev.lockstep.engine.operations.UntypedOperation;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Publishes an event, and gives what it told.
 *
 * @param messages sends those of them that go to queues
 */
record EventOperation(Outreach outreach, Operation messages) implements UntypedOperation {
    static final String TYPE = "Conductor.Event";

    static final String SENT_BY = "SendMessage";

    static final String SINK = "sink";
    static final String REFERENCE = "reference";
    static final String WORKFLOW = "workflow";

    /** What every event tells beside what its task was given. */
    static final String CONTEXT = "context";

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String title() {
        return "Publishes an event";
    }

    @Override
    public boolean hasEffects() {
        return true;
    }

    @Override
    public List<ConfigField> config() {
        ObjectNode text = Json.object().put("type", "string");
        return List.of(
                new ConfigField(SINK, text, true, "Where it is sent", false),
                new ConfigField(REFERENCE, text, true, "What the task is called", true),
                new ConfigField(WORKFLOW, text, true, "What its workflow is called", true),
                new ConfigField(CONTEXT, Json.object().put("type", "object"), true, "What it tells beside", false));
    }

    @Override
    public JsonNode run(Call call) throws OperationFailure {
        String sink = call.config().path(SINK).asString("");
        Faults faults = new Faults();
        Sink.check(sink, SINK, faults);
        if (!faults.isEmpty()) {
            throw new OperationFailure(
                    TaskResult.TERMINAL, faults.list().getFirst().message());
        }
        Step publisher = call.step().orElseThrow(() -> new IllegalStateException("nobody publishes this event"));
        String event = Sink.event(
                sink,
                call.config().path(WORKFLOW).asString(""),
                call.config().path(REFERENCE).asString(""));
        ObjectNode payload = Json.object();
        call.input().properties().forEach(field -> payload.set(field.getKey(), field.getValue()));
        payload.put(SINK, sink);
        call.config().path(CONTEXT).properties().forEach(field -> payload.set(field.getKey(), field.getValue()));
        payload.put("event_produced", event);
        Optional<String> queue = Sink.queue(sink);
        if (queue.isPresent()) {
            send(call, queue.get(), payload);
        } else {
            outreach.publish(new Event(call.idempotencyKey(), event, payload, publisher));
        }
        return payload;
    }

    private void send(Call call, String queue, ObjectNode payload) throws OperationFailure {
        ObjectNode config = Json.object().put("queue", queue);
        config.set("body", payload);
        try {
            messages.run(new Call(call.input(), config, call.idempotencyKey(), call.timeout(), call.step()));
        } catch (OperationFailure e) {
            String name = switch (e.name()) {
                case "NotAllowed" -> TaskResult.TERMINAL;
                case "TimedOut" -> e.name();
                default -> TaskResult.FAILED;
            };
            throw new OperationFailure(name, String.valueOf(e.getMessage()), e.retryAfter());
        }
    }
}
