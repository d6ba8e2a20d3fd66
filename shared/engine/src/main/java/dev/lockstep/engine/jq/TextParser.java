package dev.lockstep.engine.jq;

import dev.lockstep.engine.language.SyntaxFault;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads texts, and the filters in them. */
final class TextParser {
    private final String source;
    private final Cursor cursor;
    private final Parser parser;

    TextParser(String source, Cursor cursor, Parser parser) {
        this.source = source;
        this.cursor = cursor;
        this.parser = parser;
    }

    /**
     * A text, at its quote.
     *
     * @param format of what the filters in it come to
     */
    Expr text(@Nullable Names names, Format format) throws SyntaxFault {
        cursor.enter();
        int start = cursor.at();
        List<Expr> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int at = start + 1;
        while (at < source.length() && source.charAt(at) != '"') {
            if (source.startsWith("\\(", at)) {
                parts.add(TermParser.text(literal.toString()));
                literal.setLength(0);
                cursor.jump(at + 2);
                parts.add(parser.pipe(names));
                if (!cursor.is(")")) {
                    throw cursor.expected("')'");
                }
                at = cursor.token().to();
            } else if (source.charAt(at) == '\\') {
                at = escape(at, literal);
            } else {
                literal.append(source.charAt(at));
                at++;
            }
        }
        if (at >= source.length()) {
            throw new SyntaxFault("the text has no end", start);
        }
        cursor.jump(at + 1);
        cursor.leave();
        if (parts.isEmpty()) {
            return TermParser.text(literal.toString());
        }
        parts.add(TermParser.text(literal.toString()));
        return new Expr.Interpolated(format, parts);
    }

    private int escape(int at, StringBuilder literal) throws SyntaxFault {
        char c = at + 1 < source.length() ? source.charAt(at + 1) : '\0';
        switch (c) {
            case '"', '\\', '/' -> literal.append(c);
            case 'b' -> literal.append('\b');
            case 'f' -> literal.append('\f');
            case 'n' -> literal.append('\n');
            case 'r' -> literal.append('\r');
            case 't' -> literal.append('\t');
            case 'u' -> {
                literal.append(unit(at));
                return at + 6;
            }
            default -> throw new SyntaxFault("this is no escape that a text may have", at);
        }
        return at + 2;
    }

    private char unit(int at) throws SyntaxFault {
        if (at + 6 <= source.length()) {
            String digits = source.substring(at + 2, at + 6);
            if (digits.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128)) {
                return (char) Integer.parseInt(digits, 16);
            }
        }
        throw new SyntaxFault("\\u is followed by four hexadecimal digits", at);
    }
}
