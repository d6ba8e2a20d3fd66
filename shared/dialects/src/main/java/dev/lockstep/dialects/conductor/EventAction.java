package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.expression.EvaluationException;
import dev.lockstep.engine.expression.Scope;
import dev.lockstep.engine.expression.Template;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One thing that an event handler does.
 *
 * @param what {@code start_workflow} and the like: its fields, in which {@code ${…}} stands for what the event tells
 * @param expands whether texts of what the event tells that are JSON are taken for what they hold
 */
record EventAction(Kind kind, Template what, boolean expands) {
    /** What can be done. */
    enum Kind {
        START_WORKFLOW("start_workflow"),
        COMPLETE_TASK("complete_task"),
        FAIL_TASK("fail_task"),
        TERMINATE_WORKFLOW("terminate_workflow");

        private final String field;

        Kind(String field) {
            this.field = field;
        }

        static Optional<Kind> of(String field) {
            for (Kind kind : values()) {
                if (kind.field.equals(field)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    /** Empty where there are faults. */
    static Optional<EventAction> parse(JsonNode given, String path, Faults faults) {
        String name = given.path("action").asString("");
        Optional<Kind> kind = Kind.of(name);
        if (kind.isEmpty()) {
            faults.add(
                    path + ".action",
                    "must be one of start_workflow, complete_task, fail_task, terminate_workflow; no other is supported");
            return Optional.empty();
        }
        String at = path + "." + name;
        JsonNode what = given.path(name);
        if (!what.isObject()) {
            faults.add(at, "is required, as an object");
            return Optional.empty();
        }
        checkFields(kind.get(), new Reading(what, at, faults));
        Template template = Parameters.template(what, at, EventAction::root, faults);
        return Optional.of(new EventAction(
                kind.get(), template, given.path("expandInlineJSON").asBoolean(false)));
    }

    private static void checkFields(Kind kind, Reading fields) {
        switch (kind) {
            case START_WORKFLOW -> {
                fields.name("name");
                fields.number("version", 0, 99_999_999);
                fields.text("correlationId");
                fields.object("input");
            }
            case COMPLETE_TASK, FAIL_TASK -> {
                boolean byReference = fields.text("workflowId").isPresent()
                        && fields.text("taskRefName").isPresent();
                if (fields.text("taskId").isEmpty() && !byReference) {
                    fields.fault("taskId", "is required, or else workflowId and taskRefName");
                }
                fields.object("output");
            }
            case TERMINATE_WORKFLOW -> {
                if (fields.text("workflowId").isEmpty()) {
                    fields.fault("workflowId", "is required");
                }
                fields.text("terminationReason");
            }
        }
    }

    /** Paths begin with a field of what the event tells. */
    private static String root(String first, String second, boolean whole) throws DataPath.Unsupported {
        String path = "input." + DataPath.quoted(first);
        return second.isEmpty() ? path : path + "." + DataPath.quoted(second);
    }

    /** Its fields, by what an event tells. */
    JsonNode fields(JsonNode payload) throws EvaluationException {
        JsonNode told = expands ? InlineJson.expanded(payload) : payload;
        return what.evaluate(Scope.of(told, Map.of(), Json.object()));
    }
}
