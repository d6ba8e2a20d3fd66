package dev.lockstep.engine.expression;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.lockstep.engine.definition.Fault;
import dev.lockstep.engine.definition.Faults;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A bare JSONata expression over one JSON value, without {@code ${}} around it. Safe to share between threads. */
public final class Expression {
    private final String source;
    private final @Nullable Program program;

    private Expression(String source, @Nullable Program program) {
        this.source = source;
        this.program = program;
    }

    /** Parses; what is wrong goes to the faults, under this path, and the expression is then unusable. */
    public static Expression parse(String source, String path, Faults faults) {
        try {
            return new Expression(source, Compiler.over(source).program());
        } catch (SyntaxFault e) {
            faults.add(path, Compiler.describe(source, e));
            return new Expression(source, null);
        }
    }

    /**
     * Reads a stored one.
     *
     * @throws IllegalStateException where it does not parse
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Expression of(String source) {
        Faults faults = new Faults();
        Expression expression = parse(source, "", faults);
        if (!faults.isEmpty()) {
            List<Fault> list = faults.list();
            throw new IllegalStateException(list.get(0).message());
        }
        return expression;
    }

    @JsonValue
    public String source() {
        return source;
    }

    /** The expression's value; JSON null where it is undefined. */
    public JsonNode evaluate(JsonNode root) throws EvaluationException {
        return find(root).orElseGet(JsonNodeFactory.instance::nullNode);
    }

    /** The expression's value; empty where it is undefined, as where a path leads nowhere. */
    public Optional<JsonNode> find(JsonNode root) throws EvaluationException {
        if (program == null) {
            throw new IllegalStateException("the expression did not parse");
        }
        return new Evaluation(root).value(program);
    }
}
