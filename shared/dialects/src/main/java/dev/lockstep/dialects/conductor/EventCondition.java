package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.script.Script;
import dev.lockstep.engine.script.ScriptException;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** On what an event handler acts. */
sealed interface EventCondition {
    /** Whether it acts on an event that tells this. */
    boolean holds(JsonNode payload) throws ScriptException;

    /** Every event is for it. */
    record Always() implements EventCondition {
        @Override
        public boolean holds(JsonNode payload) {
            return true;
        }
    }

    /** Goes by a field of what the event tells. */
    record ByField(String field) implements EventCondition {
        @Override
        public boolean holds(JsonNode payload) {
            return isTrue(payload.path(field));
        }
    }

    /** Goes by JavaScript over what the event tells, which is {@code $}. */
    record ByScript(Script script) implements EventCondition {
        @Override
        public boolean holds(JsonNode payload) throws ScriptException {
            return isTrue(script.run(Map.of("$", payload)));
        }
    }

    private static boolean isTrue(JsonNode value) {
        return value.isBoolean() ? value.booleanValue() : value.isNumber() && value.doubleValue() > 0;
    }

    /** Reads that of a handler. */
    static EventCondition parse(JsonNode handler, Faults faults) {
        Reading fields = new Reading(handler, "", faults);
        Optional<String> condition = fields.text("condition").filter(text -> !text.isBlank());
        String evaluator =
                fields.text("evaluatorType").filter(text -> !text.isBlank()).orElse("javascript");
        if (condition.isEmpty()) {
            return new Always();
        }
        if (evaluator.equals("value-param")) {
            return new ByField(condition.get());
        }
        if (!TaskCompiler.isScript(evaluator)) {
            fields.fault("evaluatorType", "must be javascript, graaljs or value-param");
            return new Always();
        }
        return new ByScript(Script.parse(condition.get(), "condition", faults));
    }
}
