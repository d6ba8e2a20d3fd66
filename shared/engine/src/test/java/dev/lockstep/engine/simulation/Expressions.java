package dev.lockstep.engine.simulation;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.expression.Template;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Expressions, and what each means, told in Java: so that the engine's reading of them can be judged. */
final class Expressions {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Map<String, Template> PARSED = new ConcurrentHashMap<>();
    private static final Map<String, Function<View, JsonNode>> MEANINGS = new ConcurrentHashMap<>();

    private Expressions() {}

    static Template condition(String text, Predicate<View> means) {
        return template(text(text), view -> JSON.booleanNode(means.test(view)));
    }

    static Template number(String text, Function<View, Integer> means) {
        return template(text(text), view -> JSON.numberNode(means.apply(view)));
    }

    static Template template(JsonNode source, Function<View, JsonNode> means) {
        MEANINGS.putIfAbsent(source.toString(), means);
        return PARSED.computeIfAbsent(source.toString(), text -> Template.of(source));
    }

    static Template literal(JsonNode data) {
        return template(data, view -> data);
    }

    private static JsonNode text(String text) {
        return JSON.stringNode(text);
    }

    /** Numbers as the engine has them, whatever their type in Java. */
    static JsonNode value(Template template, View view) {
        return value(template.source(), view);
    }

    static JsonNode value(JsonNode source, View view) {
        return Json.read(Json.write(
                Objects.requireNonNull(MEANINGS.get(source.toString())).apply(view)));
    }

    static boolean holds(Template template, View view) {
        return value(template, view).booleanValue();
    }

    static String sumOf(String stage) {
        return "($exists(steps." + stage + ".output.sum) ? steps." + stage + ".output.sum : 0)";
    }
}
