package dev.lockstep.engine.operations;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.expression.EvaluationException;
import dev.lockstep.engine.expression.References;
import dev.lockstep.engine.expression.Scope;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

public final class Config {
    private final ObjectNode source;

    private Config(ObjectNode source) {
        this.source = source;
    }

    public static Config parse(ObjectNode fields, Operation operation, String path, Faults faults) {
        return new Config(fields);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Config of(ObjectNode source) {
        return new Config(source);
    }

    @JsonValue
    public JsonNode source() {
        return source;
    }

    public References references() {
        return new References(Set.of(), false);
    }

    public ObjectNode resolve(Scope scope) throws EvaluationException {
        return source;
    }
}
