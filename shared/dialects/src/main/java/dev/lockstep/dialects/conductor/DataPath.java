package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.expression.JsonPath;
import java.util.regex.Pattern;

/**
 * A path as Conductor's expressions have it, JSONPath behind a root, written as JSONata. What is more than names is left to
 * {@code $jsonpath}, since JSONata's own paths take a list of one for that one.
 */
final class DataPath {
    private static final String NOTHING = "null";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern NAMES = Pattern.compile("(\\.[^.\\[\\]()*$`'\"{}]+)*");

    /** What a path reads first. */
    interface Roots {
        /**
         * The JSONata for the two names that a path begins with.
         *
         * @param whole whether nothing follows
         */
        String of(String first, String second, boolean whole) throws Unsupported;
    }

    /** Expressions within expressions. */
    interface Inner {
        /** The JSONata for what stands between the braces. */
        String of(String expression) throws Unsupported;
    }

    /** A path that is none, or is not supported. */
    static final class Unsupported extends Exception {
        Unsupported(String message) {
            super(message);
        }
    }

    private final String source;
    private final Roots roots;
    private final Inner inner;
    private int at;

    DataPath(String source, Roots roots, Inner inner) {
        this.source = source;
        this.roots = roots;
        this.inner = inner;
    }

    String expression() throws Unsupported {
        String first = name();
        String second = "";
        if (at < source.length()) {
            if (source.charAt(at) != '.') {
                throw new Unsupported("a . is missing at character " + (at + 1));
            }
            at++;
            second = name();
        }
        String rest = source.substring(at);
        String root = roots.of(first, second, rest.isEmpty());
        if (NAMES.matcher(rest).matches()) {
            String names = names(rest);
            return isConstant(root) && !names.isEmpty() ? NOTHING : root + names;
        }
        return "$jsonpath(" + root + ", " + (rest.contains("${") ? composed(rest) : written(rest)) + ")";
    }

    /** Within these there is nothing; a text in front of a dot would be a name to JSONata. */
    private static boolean isConstant(String root) {
        return root.equals(NOTHING) || root.startsWith("\"");
    }

    private static String names(String rest) throws Unsupported {
        StringBuilder path = new StringBuilder();
        if (!rest.isEmpty()) {
            for (String name : rest.substring(1).split("\\.", -1)) {
                path.append('.').append(quoted(name.strip()));
            }
        }
        return path.toString();
    }

    private static String written(String rest) throws Unsupported {
        String flaw = JsonPath.flaw(rest).orElse("");
        if (!flaw.isEmpty()) {
            throw new Unsupported(flaw);
        }
        return literal(rest);
    }

    /** The text of a path that is known only when it is read. */
    private String composed(String rest) throws Unsupported {
        StringBuilder text = new StringBuilder();
        int from = 0;
        while (from < rest.length()) {
            int open = rest.indexOf("${", from);
            int end = open < 0 ? rest.length() : open;
            text.append(text.isEmpty() ? "" : " & ").append(literal(rest.substring(from, end)));
            if (open >= 0) {
                end = Braces.end(rest, open);
                text.append(" & ($i := ")
                        .append(inner.of(rest.substring(open + 2, end - 1)))
                        .append("; $exists($i) ? $string($i) : \"null\")");
            }
            from = end;
        }
        return text.toString();
    }

    /** What the path begins with must be known when it is registered: only what is named there is read at all. */
    private String name() throws Unsupported {
        int from = at;
        while (at < source.length() && ".[".indexOf(source.charAt(at)) < 0) {
            at++;
        }
        String name = source.substring(from, at).strip();
        if (name.isEmpty()) {
            throw new Unsupported("a name is missing at character " + (from + 1));
        }
        if (name.contains("${")) {
            throw new Unsupported("the first two names of a path must be written out");
        }
        return name;
    }

    /** A name as JSONata has it. */
    static String quoted(String name) throws Unsupported {
        if (PLAIN.matcher(name).matches()) {
            return name;
        }
        if (name.indexOf('`') >= 0 || name.isEmpty()) {
            throw new Unsupported("a name cannot be empty, or have a backtick in it");
        }
        return "`" + name + "`";
    }

    /** A text as JSONata has it. */
    static String literal(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
