package dev.lockstep.engine.data;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import dev.lockstep.engine.definition.Fault;
import dev.lockstep.engine.definition.Faults;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A JSON Schema (2020-12) that anybody may have written: it reads nothing but itself, its patterns match in linear time, and
 * a validation is bounded in steps. Safe to share between threads.
 */
public final class JsonSchema {
    /** How many violations one validation tells. */
    public static final int MOST_FAULTS = 50;

    private static final long MOST_STEPS = 500_000;
    private static final int MOST_DEPTH = 200;

    private final @Nullable Schema schema;
    private final boolean formats;

    private JsonSchema(@Nullable Schema schema, boolean formats) {
        this.schema = schema;
        this.formats = formats;
    }

    /**
     * This schema, with values held to their {@code format} too. JSON Schema has that say what is meant, and leaves it to who validates
     * whether to check it: 2020-12, "Validation", section 7.2.
     */
    public JsonSchema assertingFormats() {
        return new JsonSchema(schema, true);
    }

    /** Compiles; what is wrong goes to the faults, under this path, and the schema is then unusable. */
    public static JsonSchema compile(JsonNode source, String path, Faults faults) {
        Faults found = new Faults();
        new SchemaCheck(source, found).check(path);
        Schema compiled = found.isEmpty() ? build(source, path, found) : null;
        found.list().forEach(fault -> faults.add(fault.path(), fault.message()));
        return new JsonSchema(found.isEmpty() ? compiled : null, false);
    }

    /**
     * Compiles a schema of which this project is the author.
     *
     * @throws IllegalStateException where it is not a schema
     */
    public static JsonSchema of(JsonNode source) {
        Faults faults = new Faults();
        JsonSchema schema = compile(source, "", faults);
        if (!faults.isEmpty()) {
            throw new IllegalStateException(faults.list().toString());
        }
        return schema;
    }

    private static @Nullable Schema build(JsonNode source, String path, Faults faults) {
        try {
            run(SchemaLibrary.metaSchema(), source, path, false)
                    .forEach(fault -> faults.add(fault.path(), fault.message()));
            if (!faults.isEmpty()) {
                return null;
            }
            Schema schema = SchemaLibrary.registry().getSchema(source);
            schema.initializeValidators();
            return schema;
        } catch (RuntimeException e) {
            faults.add(path, "this is not a schema that can be used");
        } catch (StackOverflowError e) {
            faults.add(path, "the schema refers to itself without end");
        }
        return null;
    }

    /** What of the value violates the schema: empty where nothing does; else by place, each with its path under this one. */
    public List<Fault> validate(JsonNode value, String path) {
        if (schema == null) {
            throw new IllegalStateException("the schema did not compile");
        }
        try {
            return MatchBudget.within(() -> run(schema, value, path, formats));
        } catch (RuntimeException | StackOverflowError e) {
            return List.of(new Fault(path, "this cannot be checked against the schema within bounds"));
        }
    }

    private static List<Fault> run(Schema schema, JsonNode value, String path, boolean formats) {
        ExecutionContext context = schema.createExecutionContext();
        context.setExecutionConfig(ExecutionConfig.builder()
                .maxEvaluationSteps(MOST_STEPS)
                .maxEvaluationDepth(MOST_DEPTH)
                .formatAssertionsEnabled(formats)
                .build());
        schema.validate(context, value);
        if (context.isEvaluationAborted()) {
            return List.of(new Fault(path, "this cannot be checked against the schema within bounds"));
        }
        return new ArrayList<>(context.getErrors())
                .stream()
                        .map(error -> fault(error, path))
                        .distinct()
                        .sorted(Comparator.comparing(Fault::path).thenComparing(Fault::message))
                        .limit(MOST_FAULTS)
                        .toList();
    }

    private static Fault fault(Error error, String path) {
        String at = path;
        for (int i = 0; i < error.getInstanceLocation().getNameCount(); i++) {
            at = switch (error.getInstanceLocation().getElement(i)) {
                case Integer index -> at + "[" + index + "]";
                case Object name -> Paths.field(at, String.valueOf(name));
            };
        }
        String property = error.getProperty();
        boolean about = property != null
                && (error.getKeyword().equals("required") || error.getKeyword().equals("additionalProperties"));
        return new Fault(about ? Paths.field(at, property) : at, message(error));
    }

    private static String message(Error error) {
        String message = switch (error.getKeyword()) {
            case "required" -> "this is required";
            case "additionalProperties" -> "unknown field";
            default -> error.getMessage();
        };
        return message.length() <= 300 ? message : message.substring(0, 300) + "…";
    }
}
