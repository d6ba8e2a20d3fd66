package dev.lockstep.engine.script;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.language.Excerpt;
import dev.lockstep.engine.language.LimitExceeded;
import dev.lockstep.engine.language.Place;
import dev.lockstep.engine.language.SyntaxFault;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * JavaScript, as far as conditions and small transformations need it, run within bounds and with nothing outside in reach.
 * Safe to share between threads.
 */
public final class Script {
    private final String source;
    private final Form form;
    private final Expr.@Nullable Function code;

    /** What a source is. */
    public enum Form {
        /** Statements. The script comes to the value of the last expression among them, as with {@code eval}. */
        SCRIPT,
        /** The body of a function. The script comes to what it returns. */
        BODY
    }

    private Script(String source, Form form, Expr.@Nullable Function code) {
        this.source = source;
        this.form = form;
        this.code = code;
    }

    /** Parses; what is wrong goes to the faults, under this path, and the script is then unusable. */
    public static Script parse(String source, String path, Faults faults) {
        return parse(source, Form.SCRIPT, path, faults);
    }

    /** Parses; what is wrong goes to the faults, under this path, and the script is then unusable. */
    public static Script parse(String source, Form form, String path, Faults faults) {
        try {
            return new Script(source, form, code(source, form));
        } catch (SyntaxFault e) {
            faults.add(path, e.getMessage() + " at " + Place.of(source, e.position()));
            return new Script(source, form, null);
        }
    }

    private static Expr.Function code(String source, Form form) throws SyntaxFault {
        if (source.length() > Limits.SOURCE) {
            throw new SyntaxFault("a script has at most " + Limits.SOURCE + " characters", 0);
        }
        return StatementParser.parse(source, form == Form.BODY);
    }

    /** Runs it where it has no clock: asking for the time is an error. */
    public JsonNode run(Map<String, ? extends JsonNode> globals) throws ScriptException {
        return run(globals, Optional.empty());
    }

    /**
     * Runs it.
     *
     * @param globals its variables, by their names
     * @param now what the time is to it, however long it runs
     */
    public JsonNode run(Map<String, ? extends JsonNode> globals, Instant now) throws ScriptException {
        return run(globals, Optional.of(now));
    }

    private JsonNode run(Map<String, ? extends JsonNode> globals, Optional<Instant> now) throws ScriptException {
        if (code == null) {
            throw new IllegalStateException("the script did not parse");
        }
        Machine machine = new Machine(now);
        try {
            return run(code, machine, globals);
        } catch (Thrown thrown) {
            throw thrown(thrown, machine);
        } catch (LimitExceeded e) {
            throw failed(ScriptException.LIMIT, e.reason(), machine);
        } catch (StackOverflowError e) {
            // The depth is bounded well before; this thread had little left of its stack.
            throw failed(ScriptException.LIMIT, "the script nests or recurses too deeply", machine);
        }
    }

    private JsonNode run(Expr.Function function, Machine machine, Map<String, ? extends JsonNode> globals)
            throws ScriptException {
        Data data = new Data(machine);
        Env env = new Env(null);
        // What is given under two names is one value.
        IdentityHashMap<JsonNode, Value> given = new IdentityHashMap<>();
        for (Map.Entry<String, ? extends JsonNode> global : globals.entrySet()) {
            Value value = given.get(global.getValue());
            if (value == null) {
                value = data.value(global.getValue());
                given.put(global.getValue(), value);
            }
            env.declare(global.getKey(), value, false);
        }
        Value value = form == Form.BODY ? machine.runBody(function, env) : machine.runScript(function, env);
        JsonNode result = data.node(value);
        Optional<String> flaw = Json.flaw(result);
        if (flaw.isPresent()) {
            throw failed("TypeError", "the result cannot be told: " + flaw.get(), machine);
        }
        return result;
    }

    /** What a script says itself is told as it is; what the language says, with its place. */
    private ScriptException thrown(Thrown thrown, Machine machine) {
        Failure failure;
        try {
            failure = Failure.of(thrown.value(), machine);
        } catch (Thrown | LimitExceeded | StackOverflowError e) {
            failure = new Failure("Error", "what was thrown cannot be told");
        }
        return thrown.isOwn()
                ? new ScriptException(failure.name(), Excerpt.of(failure.message()), place(machine))
                : failed(failure.name(), failure.message(), machine);
    }

    private ScriptException failed(String name, String message, Machine machine) {
        Place place = place(machine);
        return new ScriptException(name, Excerpt.of(message) + " (" + place + ")", place);
    }

    private Place place(Machine machine) {
        return Place.of(source, machine.at());
    }
}
