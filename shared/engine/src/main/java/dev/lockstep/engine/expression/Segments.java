package dev.lockstep.engine.expression;

import java.util.ArrayList;
import java.util.List;

/** A text split at its {@code ${…}}. */
final class Segments {
    /** A literal text, or the source of an expression. */
    record Segment(String text, boolean expression, int position) {}

    private final String text;
    private final List<Segment> found = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();

    private Segments(String text) {
        this.text = text;
    }

    static List<Segment> of(String text) throws SyntaxFault {
        return new Segments(text).split();
    }

    private List<Segment> split() throws SyntaxFault {
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith("$${", at)) {
                literal.append("${");
                at += 3;
            } else if (text.startsWith("${", at)) {
                int end = end(at);
                flush(at);
                found.add(new Segment(text.substring(at + 2, end), true, at + 2));
                at = end + 1;
            } else {
                literal.append(text.charAt(at++));
            }
        }
        flush(at);
        return found;
    }

    private void flush(int at) {
        if (!literal.isEmpty()) {
            found.add(new Segment(literal.toString(), false, at));
            literal.setLength(0);
        }
    }

    /** Where the brace is that closes the one at this place, past braces in pairs, texts, quoted names and comments. */
    private int end(int open) throws SyntaxFault {
        int depth = 0;
        int at = open + 1;
        while (at < text.length()) {
            char c = text.charAt(at);
            switch (c) {
                case '{' -> depth++;
                case '}' -> {
                    if (--depth == 0) {
                        return at;
                    }
                }
                case '"', '\'', '`' -> at = quoted(at, c);
                case '/' -> at = text.startsWith("/*", at) ? comment(at) : at;
                default -> {}
            }
            at++;
        }
        throw new SyntaxFault("the ${ has no closing }", open);
    }

    private int quoted(int open, char quote) throws SyntaxFault {
        int at = open + 1;
        while (at < text.length() && text.charAt(at) != quote) {
            at += quote != '`' && text.charAt(at) == '\\' ? 2 : 1;
        }
        if (at >= text.length()) {
            throw new SyntaxFault("the quote has no end", open);
        }
        return at;
    }

    private int comment(int open) throws SyntaxFault {
        int end = text.indexOf("*/", open + 2);
        if (end < 0) {
            throw new SyntaxFault("the comment has no end", open);
        }
        return end + 1;
    }
}
