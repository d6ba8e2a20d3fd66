package dev.lockstep.engine.expression;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.lockstep.engine.definition.Faults;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Data with {@code ${…}} in it, each holding JSONata over the {@link Scope}. A text that is exactly one {@code ${…}} yields
 * the value itself, null where it is undefined; with text around it, it yields text, in which a string stands as it is, an
 * undefined value as nothing, and any other as its JSON. A doubled dollar before the brace stands for the two characters themselves. Names of fields are taken as
 * they are. Safe to share between threads.
 */
public final class Template {
    private final JsonNode source;
    private final Node parsed;
    private final References references;
    private final boolean literal;

    private Template(JsonNode source, String path, Faults faults) {
        TemplateParser parser = new TemplateParser(faults);
        this.source = source;
        this.parsed = parser.parse(source, path);
        this.references = parser.references();
        this.literal = parser.isLiteral();
    }

    /**
     * Parses data; each fault goes to the faults with its path under this one. With faults, the template is unusable.
     */
    public static Template parse(JsonNode data, String path, Faults faults) {
        return new Template(data, path, faults);
    }

    /**
     * Parses an expression that stands without its braces, where nothing else may stand. With faults, the template is unusable.
     */
    public static Template expression(String bare, String path, Faults faults) {
        JsonNode source = JsonNodeFactory.instance.stringNode("${" + bare + "}");
        Template template = new Template(source, path, faults);
        if (faults.isEmpty() && !(template.parsed instanceof Node.Value)) {
            faults.add(path, "must be one expression, without ${ and }");
        }
        return template;
    }

    /**
     * Reads a stored one.
     *
     * @throws IllegalStateException where it does not parse
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Template of(JsonNode source) {
        Faults faults = new Faults();
        Template template = new Template(source, "", faults);
        if (!faults.isEmpty()) {
            throw new IllegalStateException(faults.list().get(0).message());
        }
        return template;
    }

    @JsonValue
    public JsonNode source() {
        return source;
    }

    /** Whether there is no expression in it. */
    public boolean isLiteral() {
        return literal;
    }

    /** The data itself, where there is no expression in it. */
    public Optional<JsonNode> literal() {
        return parsed instanceof Node.Literal whole && literal ? Optional.of(whole.value()) : Optional.empty();
    }

    public References references() {
        return references;
    }

    /**
     * The data with every expression replaced by its value.
     *
     * @throws EvaluationException where an expression fails or passes its bounds
     */
    public JsonNode evaluate(Scope scope) throws EvaluationException {
        return parsed instanceof Node.Literal whole ? whole.value() : parsed.evaluate(new Evaluation(scope.root()));
    }

    /** The value as a condition, by JSONata's cast: false, null, 0, empty and lists of such are false, all else is true. */
    public boolean test(Scope scope) throws EvaluationException {
        return Values.truth(evaluate(scope));
    }
}
