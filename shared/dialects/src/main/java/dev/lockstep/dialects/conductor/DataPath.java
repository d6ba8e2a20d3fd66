package dev.lockstep.dialects.conductor;

import java.util.regex.Pattern;

/** A path as Conductor's expressions have it, JSONPath behind a root, written as JSONata. */
final class DataPath {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern INDEX = Pattern.compile("-?[0-9]{1,6}");

    /** What a path reads first. */
    interface Roots {
        /** The JSONata for the two names that a path begins with. */
        String of(String first, String second) throws Unsupported;
    }

    /** A path that is none, or is not supported. */
    static final class Unsupported extends Exception {
        Unsupported(String message) {
            super(message);
        }
    }

    private final String source;
    private final Roots roots;
    private int at;

    DataPath(String source, Roots roots) {
        this.source = source;
        this.roots = roots;
    }

    String expression() throws Unsupported {
        String first = name();
        String second = "";
        if (at < source.length()) {
            expect('.');
            second = name();
        }
        StringBuilder path = new StringBuilder(roots.of(first, second));
        while (at < source.length()) {
            step(path);
        }
        return path.toString();
    }

    private void step(StringBuilder path) throws Unsupported {
        if (source.startsWith(".length()", at)) {
            at += ".length()".length();
            String counted = path.toString();
            path.setLength(0);
            path.append("$count(").append(counted).append(')');
        } else if (source.startsWith("..", at)) {
            throw new Unsupported("a search at any depth (..) is not supported");
        } else if (source.charAt(at) == '.') {
            at++;
            if (at < source.length() && source.charAt(at) == '*') {
                at++;
                path.append(".*[]");
            } else {
                path.append('.').append(inner());
            }
        } else if (source.charAt(at) == '[') {
            bracket(path);
        } else {
            throw new Unsupported("what follows at character " + (at + 1) + " is not understood");
        }
    }

    /** A name, or an expression within that comes to one. */
    private String inner() throws Unsupported {
        if (source.startsWith("${", at)) {
            throw new Unsupported("an expression for a name within a path is supported in brackets alone");
        }
        return quoted(name());
    }

    private void bracket(StringBuilder path) throws Unsupported {
        int end = source.indexOf(']', at);
        if (end < 0) {
            throw new Unsupported("the [ has no closing ]");
        }
        String within = source.substring(at + 1, end).strip();
        at = end + 1;
        if (within.equals("*")) {
            path.append("[]");
        } else if (INDEX.matcher(within).matches()) {
            path.append('[').append(within).append(']');
        } else if (isQuoted(within)) {
            path.append('.').append(quoted(within.substring(1, within.length() - 1)));
        } else {
            throw new Unsupported("[" + within + "] is not supported");
        }
    }

    private static boolean isQuoted(String text) {
        return text.length() > 2
                && (text.charAt(0) == '\'' || text.charAt(0) == '"')
                && text.charAt(text.length() - 1) == text.charAt(0);
    }

    private String name() throws Unsupported {
        int from = at;
        while (at < source.length() && ".[".indexOf(source.charAt(at)) < 0) {
            at++;
        }
        String name = source.substring(from, at).strip();
        if (name.isEmpty()) {
            throw new Unsupported("a name is missing at character " + (from + 1));
        }
        return name;
    }

    private void expect(char c) throws Unsupported {
        if (source.charAt(at) != c) {
            throw new Unsupported("a " + c + " is missing at character " + (at + 1));
        }
        at++;
    }

    /** A name as JSONata has it. */
    static String quoted(String name) throws Unsupported {
        if (PLAIN.matcher(name).matches()) {
            return name;
        }
        if (name.indexOf('`') >= 0) {
            throw new Unsupported("a name cannot have a backtick in it");
        }
        return "`" + name + "`";
    }

    /** A text as JSONata has it. */
    static String literal(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
