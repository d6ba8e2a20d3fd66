package dev.lockstep.engine.jq;

import dev.lockstep.engine.language.SyntaxFault;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** The functions of the language's own: those that are written in it, and those that are not. */
final class Library {
    static final String NOTHING_OUTSIDE = "a query reaches nothing but its input";

    private static final Set<String> OUTSIDE = Set.of(
            "env",
            "$ENV",
            "input",
            "inputs",
            "debug",
            "stderr",
            "input_filename",
            "input_line_number",
            "halt",
            "halt_error",
            "get_search_list",
            "modulemeta");

    private static final Library OWN = load();

    private final Map<String, Builtin> natives = new HashMap<>();
    private final Map<String, Definition> definitions = new HashMap<>();
    private boolean complete;

    private Library() {}

    /** All of them. */
    static Library own() {
        return OWN;
    }

    private static Library load() {
        Library library = new Library();
        Stream.of(
                        ValueBuiltins.all(),
                        TextBuiltins.all(),
                        ListBuiltins.all(),
                        PathBuiltins.all(),
                        MathBuiltins.all(),
                        PatternBuiltins.all(),
                        TimeBuiltins.all())
                .flatMap(List::stream)
                .forEach(builtin -> library.natives.put(builtin.key(), builtin));
        try (InputStream written = Objects.requireNonNull(Library.class.getResourceAsStream("library.jq"))) {
            Parser.define(new String(written.readAllBytes(), StandardCharsets.UTF_8), library);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SyntaxFault e) {
            throw new IllegalStateException("the library does not parse at " + e.position(), e);
        }
        library.complete = true;
        return library;
    }

    void add(Definition definition) {
        definitions.put(definition.key(), definition);
    }

    /** Calls one that is there. */
    Expr call(String key, List<Expr> arguments) {
        return new Expr.Known(Objects.requireNonNull(definitions.get(key), key), arguments);
    }

    /** Calls one that a query names. */
    Expr find(String key, List<Expr> arguments, int at) throws SyntaxFault {
        boolean hidden = complete && key.startsWith("_");
        Definition definition = definitions.get(key);
        if (definition != null && !hidden) {
            return new Expr.Known(definition, arguments);
        }
        Builtin builtin = natives.get(key);
        if (builtin != null && !hidden) {
            return new Expr.Native(builtin, arguments);
        }
        return switch (key) {
            case "null/0" -> new Expr.Literal(Value.Null.NULL);
            case "true/0" -> new Expr.Literal(Value.Bool.TRUE);
            case "false/0" -> new Expr.Literal(Value.Bool.FALSE);
            case "empty/0" -> new Expr.Empty();
            case "path/1" -> new Expr.PathOf(arguments.get(0));
            case "getpath/1" -> new Expr.GetPath(arguments.get(0));
            case "first/1" -> new Expr.Limit(new Expr.Literal(new Value.Num(1)), arguments.get(0));
            case "limit/2" -> new Expr.Limit(arguments.get(0), arguments.get(1));
            case "last/1" -> new Expr.Last(arguments.get(0));
            default -> throw unknown(key, at);
        };
    }

    /** All that a query can call, as in {@code map/1}, but for what the parser makes itself. */
    List<String> keys() {
        return Stream.concat(natives.keySet().stream(), definitions.keySet().stream())
                .filter(key -> !key.startsWith("_"))
                .sorted()
                .toList();
    }

    /** Tells why something that a query names is not there. */
    SyntaxFault unknown(String name, int at) {
        String alone = name.contains("/") ? name.substring(0, name.lastIndexOf('/')) : name;
        return new SyntaxFault(
                OUTSIDE.contains(alone) ? alone + " is not available: " + NOTHING_OUTSIDE : name + " is not defined",
                at);
    }
}
