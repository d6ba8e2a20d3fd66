package dev.lockstep.local.template;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.MalformedJson;
import tools.jackson.databind.JsonNode;

/** A pattern of EventBridge's kind, which events match or do not: of its rules the exact value and {@code prefix}. */
public final class EventPattern {
    private static final String PREFIX = "prefix";

    private final JsonNode pattern;

    private EventPattern(JsonNode pattern) {
        this.pattern = pattern;
    }

    /**
     * @param where for the fault
     * @throws TemplateFault where it holds a rule that is not known here
     */
    static EventPattern parse(String where, String text) {
        try {
            JsonNode pattern = Json.parse(text);
            check(where, pattern);
            return new EventPattern(pattern);
        } catch (MalformedJson e) {
            throw new TemplateFault(where + ": the pattern is not JSON: " + e.getMessage());
        }
    }

    private static void check(String where, JsonNode pattern) {
        if (!pattern.isObject()) {
            throw new TemplateFault(where + ": a pattern is an object of objects and lists");
        }
        pattern.properties().forEach(field -> {
            if (field.getValue().isArray()) {
                field.getValue().forEach(rule -> checkRule(where, rule));
            } else {
                check(where, field.getValue());
            }
        });
    }

    private static void checkRule(String where, JsonNode rule) {
        boolean isPrefix =
                rule.isObject() && rule.size() == 1 && rule.path(PREFIX).isString();
        if (!rule.isValueNode() && !isPrefix) {
            throw TemplateFault.unknown(where, "the rule " + Json.write(rule));
        }
    }

    public boolean matches(JsonNode event) {
        return matches(pattern, event);
    }

    private static boolean matches(JsonNode pattern, JsonNode event) {
        return pattern.properties().stream().allMatch(field -> {
            JsonNode value = event.path(field.getKey());
            return field.getValue().isArray()
                    ? field.getValue().valueStream().anyMatch(rule -> follows(rule, value))
                    : matches(field.getValue(), value);
        });
    }

    private static boolean follows(JsonNode rule, JsonNode value) {
        return rule.isObject()
                ? value.isString()
                        && value.stringValue().startsWith(rule.path(PREFIX).stringValue())
                : rule.equals(value);
    }
}
