package dev.lockstep.engine.expression;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.lockstep.engine.definition.Faults;
import java.util.Set;
import tools.jackson.databind.JsonNode;

public final class Template {
    private final JsonNode source;

    private Template(JsonNode source) {
        this.source = source;
    }

    public static Template parse(JsonNode data, String path, Faults faults) {
        return new Template(data);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Template of(JsonNode source) {
        return new Template(source);
    }

    @JsonValue
    public JsonNode source() {
        return source;
    }

    public boolean isLiteral() {
        return true;
    }

    public References references() {
        return new References(Set.of(), false);
    }

    public JsonNode evaluate(Scope scope) throws EvaluationException {
        return source;
    }

    public boolean test(Scope scope) throws EvaluationException {
        return source.asBoolean();
    }
}
