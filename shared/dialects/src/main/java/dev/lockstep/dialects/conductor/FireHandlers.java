package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Parent;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.expression.EvaluationException;
import dev.lockstep.engine.ports.StageRunStore;
import dev.lockstep.engine.script.ScriptException;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.CancelExecution;
import dev.lockstep.engine.usecases.Digest;
import dev.lockstep.engine.usecases.Idempotency;
import dev.lockstep.engine.usecases.IdempotencyKey;
import dev.lockstep.engine.usecases.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Does what event handlers are there for, where their event is published. Each action has a key of its own, made of the event's id, the
 * handler's name and the action's place, so that whoever publishes the event again does no action again. What cannot be done, since there is no
 * such workflow or the task is over, is reported and done without: the publisher has no part in it.
 */
public final class FireHandlers implements Outreach {
    /** How many handlers one event sets off; those beyond, by their names, it does not. */
    public static final int MOST_HANDLERS = 20;

    /** How many actions one event sets off. */
    public static final int MOST_ACTIONS = 100;

    private static final int LONGEST_REASON = 1_000;
    private static final String NONE = "none";
    private static final Pattern WORKFLOW_ID = Pattern.compile("ex-[0-9a-z]{26}");

    private final EventHandlerStore handlers;
    private final StageRunStore runs;
    private final StartWorkflow start;
    private final UpdateTask update;
    private final CancelExecution cancel;
    private final Idempotency idempotency;
    private final Unfit unfit;

    /** What moves executions. */
    public record Moves(StartWorkflow start, UpdateTask update, CancelExecution cancel) {}

    /** Hears of what an event handler could not do. */
    @FunctionalInterface
    public interface Unfit {
        void note(String event, String handler, String why);
    }

    public FireHandlers(
            EventHandlerStore handlers, StageRunStore runs, Moves moves, Idempotency idempotency, Unfit unfit) {
        this.handlers = handlers;
        this.runs = runs;
        this.start = moves.start();
        this.update = moves.update();
        this.cancel = moves.cancel();
        this.idempotency = idempotency;
        this.unfit = unfit;
    }

    @Override
    public void publish(Event event) {
        Workspace workspace = event.publisher().workflow().workspace();
        List<EventHandler> called = handlers.all(workspace).stream()
                .filter(handler -> handler.isActive() && handler.event().equals(event.name()))
                .limit(MOST_HANDLERS)
                .toList();
        int done = 0;
        for (EventHandler handler : called) {
            done = fire(event, handler, done);
        }
    }

    /**
     * @param done how many actions the event has set off already
     * @return how many it has after this
     */
    private int fire(Event event, EventHandler handler, int done) {
        Faults faults = new Faults();
        EventCondition condition = EventCondition.parse(handler.json(), faults);
        List<EventAction> actions = handler.actions(faults);
        if (!faults.isEmpty()) {
            unfit.note(event.name(), handler.name(), faults.list().getFirst().message());
            return done;
        }
        try {
            if (!condition.holds(event.payload())) {
                return done;
            }
        } catch (ScriptException e) {
            unfit.note(event.name(), handler.name(), "its condition failed: " + e.getMessage());
            return done;
        }
        int most = Math.min(actions.size(), MOST_ACTIONS - done);
        for (int i = 0; i < most; i++) {
            act(event, handler, actions.get(i), i);
        }
        return done + most;
    }

    private void act(Event event, EventHandler handler, EventAction action, int place) {
        try {
            JsonNode fields = action.fields(event.payload());
            Caller caller = new Caller(event.publisher().workflow().workspace(), "event:" + handler.name(), Set.of());
            IdempotencyKey key = key("event\n" + event.id() + "\n" + handler.name() + "\n" + place);
            switch (action.kind()) {
                case START_WORKFLOW -> start(caller, event, fields, key);
                case COMPLETE_TASK -> update(caller, event, fields, "COMPLETED", key);
                case FAIL_TASK -> update(caller, event, fields, "FAILED", key);
                case TERMINATE_WORKFLOW -> terminate(caller, fields, key);
            }
        } catch (Refusal | EvaluationException e) {
            unfit.note(event.name(), handler.name(), String.valueOf(e.getMessage()));
        }
    }

    /** What an action asks for is the same each time. */
    private static IdempotencyKey key(String text) {
        return new IdempotencyKey(Digest.sha256(text), "");
    }

    private void start(Caller caller, Event event, JsonNode fields, IdempotencyKey key) {
        ObjectNode body = Json.object();
        fields.properties().forEach(field -> body.set(field.getKey(), field.getValue()));
        ObjectNode input = Json.object();
        fields.path("input").properties().forEach(field -> input.set(field.getKey(), field.getValue()));
        input.put("conductor.event.messageId", event.id()).put("conductor.event.name", event.name());
        body.set("input", input);
        start.start(
                caller,
                StartWorkflow.Request.of(body),
                new StartWorkflow.Origin(
                        Optional.of(key), Optional.of(parent(event.publisher(), execution(event.publisher())))));
    }

    @Override
    public ExecutionId start(Step by, StartWorkflow.Request request, String callId) {
        Caller caller = new Caller(by.workflow().workspace(), by.execution().value(), Set.of());
        Execution starter = execution(by);
        return start.start(
                caller,
                request.startedBy(starter.tags()),
                new StartWorkflow.Origin(Optional.of(key("start\n" + callId)), Optional.of(parent(by, starter))));
    }

    private Execution execution(Step by) {
        return runs.read(by.execution(), List.of()).map(Recorded::execution).orElseThrow();
    }

    /** An event that starts a workflow that publishes it again comes to an end as workflows within workflows do. */
    private static Parent parent(Step by, Execution execution) {
        int depth = execution.parent().map(Parent::depth).orElse(0) + 1;
        if (depth > Parent.DEEPEST) {
            throw Refusal.notNow("executions may start each other no more than " + Parent.DEEPEST + " deep");
        }
        return new Parent(by.workflow(), by.execution(), by.run(), depth);
    }

    /** Which attempt it is about is found once: by the next time, its reference may be that of another. */
    private void update(Caller caller, Event event, JsonNode fields, String status, IdempotencyKey key) {
        Optional<String> named = text(fields, "taskId");
        String id = idempotency
                .earlier(caller.workspace(), Optional.of(key))
                .orElseGet(() -> idempotency.id(
                        caller.workspace(), Optional.of(key), named.orElseGet(() -> open(caller, fields))));
        if (id.equals(NONE)) {
            throw Refusal.noSuchTask(
                    "there is no running task " + fields.path("taskRefName").asString("") + " of workflow "
                            + fields.path("workflowId").asString(""));
        }
        ObjectNode result = Json.object()
                .put("taskId", id)
                .put("status", status)
                .put(
                        "reasonForIncompletion",
                        text(fields, "reasonForIncompletion").orElse(""));
        ObjectNode output = result.putObject("outputData");
        for (String field : List.of("workflowId", "taskId", "taskRefName")) {
            text(fields, field).ifPresent(value -> output.put(field, value));
        }
        fields.path("output").properties().forEach(field -> output.set(field.getKey(), field.getValue()));
        output.put("conductor.event.messageId", event.id()).put("conductor.event.name", event.name());
        update.update(caller, result);
    }

    private String open(Caller caller, JsonNode fields) {
        try {
            return update.open(
                            caller, workflow(fields), fields.path("taskRefName").asString(""))
                    .text();
        } catch (Refusal refusal) {
            return NONE;
        }
    }

    private static ExecutionId workflow(JsonNode fields) {
        String id = fields.path("workflowId").asString("");
        if (!WORKFLOW_ID.matcher(id).matches()) {
            throw Refusal.noSuchTask("there is no workflow of the id that the event tells");
        }
        return new ExecutionId(id);
    }

    private static Optional<String> text(JsonNode fields, String field) {
        return Optional.of(fields.path(field).asString("")).filter(text -> !text.isEmpty());
    }

    private static String cut(String reason) {
        return reason.substring(0, Math.min(reason.length(), LONGEST_REASON));
    }

    /** Remembered when it is done: one that was terminated, and made to go on since, is left alone. */
    private void terminate(Caller caller, JsonNode fields, IdempotencyKey key) {
        ExecutionId workflow = workflow(fields);
        if (idempotency.earlier(caller.workspace(), Optional.of(key)).isEmpty()) {
            cancel.cancel(caller, workflow, text(fields, "terminationReason").map(FireHandlers::cut));
            idempotency.id(caller.workspace(), Optional.of(key), workflow.value());
        }
    }
}
