package dev.lockstep.engine.script;

import dev.lockstep.engine.language.SyntaxFault;

/** Reads what has rules of its own within it: strings, parts of templates, patterns. */
final class Literals {
    private final String source;

    Literals(String source) {
        this.source = source;
    }

    /**
     * A text, with its escapes resolved.
     *
     * @param end past its last character and its closing sign
     * @param last whether nothing of it follows; an expression does otherwise
     */
    record Piece(String text, int end, boolean last) {}

    /** A pattern, as it is written. */
    record Pattern(String text, String flags, int end) {}

    Piece string(int from) throws SyntaxFault {
        char quote = source.charAt(from);
        StringBuilder text = new StringBuilder();
        int at = from + 1;
        while (at < source.length() && source.charAt(at) != quote) {
            char c = source.charAt(at);
            if (c == '\n' || c == '\r') {
                break;
            }
            at = c == '\\' ? escape(at, text) : plain(at, text);
        }
        if (at >= source.length() || source.charAt(at) != quote) {
            throw new SyntaxFault("the string has no end", from);
        }
        return new Piece(text.toString(), at + 1, true);
    }

    Piece template(int from) throws SyntaxFault {
        StringBuilder text = new StringBuilder();
        int at = from;
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == '`') {
                return new Piece(text.toString(), at + 1, true);
            }
            if (source.startsWith("${", at)) {
                return new Piece(text.toString(), at + 2, false);
            }
            at = c == '\\' ? escape(at, text) : plain(at, text);
        }
        throw new SyntaxFault("the template string has no end", from);
    }

    Pattern pattern(int from) throws SyntaxFault {
        boolean inClass = false;
        int at = from + 1;
        while (at < source.length() && (inClass || source.charAt(at) != '/') && source.charAt(at) != '\n') {
            char c = source.charAt(at);
            inClass = c == '[' || (inClass && c != ']');
            at += c == '\\' ? 2 : 1;
        }
        if (at >= source.length() || source.charAt(at) != '/') {
            throw new SyntaxFault("the regular expression has no end", from);
        }
        int end = at + 1;
        while (end < source.length() && Lexer.isNamePart(source.charAt(end))) {
            end++;
        }
        return new Pattern(source.substring(from + 1, at), source.substring(at + 1, end), end);
    }

    private int plain(int at, StringBuilder text) {
        text.append(source.charAt(at));
        return at + 1;
    }

    private int escape(int at, StringBuilder text) throws SyntaxFault {
        if (at + 1 >= source.length()) {
            throw new SyntaxFault("the string has no end", at);
        }
        char c = source.charAt(at + 1);
        switch (c) {
            case 'n' -> text.append('\n');
            case 't' -> text.append('\t');
            case 'r' -> text.append('\r');
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case 'v' -> text.append('\u000b');
            case '0' -> text.append('\0');
            case 'x' -> {
                text.append((char) hexadecimal(at + 2, 2, at));
                return at + 4;
            }
            case 'u' -> {
                return unicode(at, text);
            }
            case '\r' -> {
                return source.startsWith("\r\n", at + 1) ? at + 3 : at + 2;
            }
            case '\n', '\u2028', '\u2029' -> {}
            default -> text.append(c);
        }
        return at + 2;
    }

    private int unicode(int at, StringBuilder text) throws SyntaxFault {
        if (!source.startsWith("{", at + 2)) {
            text.append((char) hexadecimal(at + 2, 4, at));
            return at + 6;
        }
        int end = source.indexOf('}', at + 3);
        int digits = end - at - 3;
        int point = digits < 1 || digits > 6 ? -1 : hexadecimal(at + 3, digits, at);
        if (!Character.isValidCodePoint(point)) {
            throw new SyntaxFault("Undefined Unicode code-point", at);
        }
        text.appendCodePoint(point);
        return end + 1;
    }

    private int hexadecimal(int from, int digits, int escape) throws SyntaxFault {
        int value = 0;
        for (int at = from; at < from + digits; at++) {
            int digit = at < source.length() ? Numbers.digit(source.charAt(at)) : 99;
            if (digit > 15) {
                throw new SyntaxFault("Invalid hexadecimal escape sequence", escape);
            }
            value = value * 16 + digit;
        }
        return value;
    }
}
