package dev.lockstep.engine.jq;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.language.Excerpt;
import dev.lockstep.engine.language.LimitExceeded;
import dev.lockstep.engine.language.Place;
import dev.lockstep.engine.language.SyntaxFault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A query in jq's language, as its manual for version 1.7 has it, run within bounds and with nothing outside in reach. Safe to
 * share between threads.
 */
public final class Jq {
    private final @Nullable Expr query;

    private Jq(@Nullable Expr query) {
        this.query = query;
    }

    /** Parses; what is wrong goes to the faults, under this path, and the query is then unusable. */
    public static Jq parse(String source, String path, Faults faults) {
        try {
            if (source.length() > Limits.SOURCE) {
                throw new SyntaxFault("a query has at most " + Limits.SOURCE + " characters", 0);
            }
            return new Jq(Parser.parse(source, Library.own()));
        } catch (SyntaxFault e) {
            faults.add(path, e.getMessage() + " at " + Place.of(source, e.position()));
            return new Jq(null);
        }
    }

    /** Runs it where it has no clock: asking for the time is an error. */
    public List<JsonNode> run(JsonNode input) throws JqException {
        return run(input, Optional.empty());
    }

    /**
     * Runs it.
     *
     * @param now what the time is to it, however long it runs
     * @return all its outputs, in order
     */
    public List<JsonNode> run(JsonNode input, Instant now) throws JqException {
        return run(input, Optional.of(now));
    }

    private List<JsonNode> run(JsonNode input, Optional<Instant> now) throws JqException {
        if (query == null) {
            throw new IllegalStateException("the query did not parse");
        }
        Run run = new Run(new Meter(), now);
        try {
            return outputs(query, run, input);
        } catch (JqError e) {
            throw new JqException(JqException.ERROR, Excerpt.of(message(e.value(), run)));
        } catch (LimitExceeded e) {
            throw new JqException(JqException.LIMIT, e.reason());
        }
    }

    private static List<JsonNode> outputs(Expr query, Run run, JsonNode input) {
        Data data = new Data(run);
        List<JsonNode> outputs = new ArrayList<>();
        for (Value output : new Machine(run).outputs(query, data.value(input))) {
            JsonNode node = data.node(output);
            Json.flaw(node).ifPresent(flaw -> {
                throw new JqError("the result cannot be told: " + flaw);
            });
            outputs.add(node);
        }
        return outputs;
    }

    private static String message(Value value, Run run) {
        try {
            return value instanceof Value.Text text
                    ? text.text()
                    : Printer.json(run, value).text() + " (not a string)";
        } catch (LimitExceeded e) {
            return "what was raised cannot be told";
        }
    }
}
