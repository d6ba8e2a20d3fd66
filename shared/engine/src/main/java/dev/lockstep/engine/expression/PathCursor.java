package dev.lockstep.engine.expression;

import dev.lockstep.engine.expression.PathParser.NoPath;

/** Where a text is read. */
final class PathCursor {
    /** Of filters within filters: bounds the stack, of the parser's as of what is parsed. */
    private static final int DEEPEST = 20;

    private final String text;
    private int at;
    private int depth;

    PathCursor(String text) {
        this.text = text;
    }

    void enter() throws NoPath {
        if (++depth > DEEPEST) {
            throw fault("the filter nests too deeply");
        }
    }

    void leave() {
        depth--;
    }

    boolean isAtEnd() {
        return at >= text.length();
    }

    boolean isAt(String sign) {
        return text.startsWith(sign, at);
    }

    boolean isAtQuote() {
        return isAt("'") || isAt("\"");
    }

    /** Goes past a sign, if it is there. */
    boolean take(String sign) {
        if (!isAt(sign)) {
            return false;
        }
        at += sign.length();
        return true;
    }

    void expect(String sign) throws NoPath {
        if (!take(sign)) {
            throw fault("a " + sign + " is missing");
        }
    }

    void blanks() {
        while (!isAtEnd() && text.charAt(at) == ' ') {
            at++;
        }
    }

    /** A name without quotes: up to what cannot be in one. */
    String name() throws NoPath {
        int from = at;
        while (!isAtEnd() && ".[]()=!<>&|, ".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        if (at == from) {
            throw fault("a name is missing");
        }
        return text.substring(from, at);
    }

    /** A text between quotes, in which a backslash takes the meaning of the next character. */
    String quoted() throws NoPath {
        if (!isAtQuote()) {
            throw fault("a name between quotes is missing");
        }
        char quote = text.charAt(at++);
        StringBuilder quoted = new StringBuilder();
        while (!isAtEnd() && text.charAt(at) != quote) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            quoted.append(text.charAt(at++));
        }
        if (isAtEnd()) {
            throw fault("the quote is not closed");
        }
        at++;
        return quoted.toString();
    }

    /** A number, or a word such as {@code null}; empty where there is neither. */
    String word() {
        int from = at;
        while (!isAtEnd() && (Character.isLetterOrDigit(text.charAt(at)) || "+-.".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        return text.substring(from, at);
    }

    /** What there is before a character, which is passed. */
    String until(char end) throws NoPath {
        int found = text.indexOf(end, at);
        if (found < 0) {
            throw fault("a " + end + " is missing");
        }
        String before = text.substring(at, found);
        at = found + 1;
        return before;
    }

    NoPath fault(String message) {
        return new NoPath(message + " at character " + (at + 1) + " of the path `" + Messages.cut(text) + "`");
    }
}
