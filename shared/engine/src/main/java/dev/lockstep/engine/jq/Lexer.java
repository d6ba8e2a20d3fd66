package dev.lockstep.engine.jq;

import dev.lockstep.engine.language.SyntaxFault;
import java.util.List;

/** Reads the token at a place. It keeps no state, since only the parser knows where a text with filters in it goes on. */
final class Lexer {
    private static final List<String> SIGNS = List.of(
            "?//", "//=", "|=", "+=", "-=", "*=", "/=", "%=", "==", "!=", "<=", ">=", "//", "..", ".", "[", "]", "(",
            ")", "{", "}", "|", ",", ":", ";", "=", "<", ">", "+", "-", "*", "/", "%", "?", "$");

    private final String source;

    Lexer(String source) {
        this.source = source;
    }

    /** The token at or after a place. */
    Token next(int from) throws SyntaxFault {
        int at = gap(from);
        if (at == source.length()) {
            return new Token(Token.Kind.END, "", at, at);
        }
        char c = source.charAt(at);
        if (c == '"') {
            return new Token(Token.Kind.QUOTE, "\"", at, at + 1);
        }
        if (isDigit(c) || (c == '.' && isDigit(peek(at + 1)))) {
            return number(at);
        }
        if (isNameStart(c)) {
            int end = name(at);
            return new Token(Token.Kind.NAME, source.substring(at, end), at, end);
        }
        Token.Kind marked = marked(c);
        if (marked != Token.Kind.SIGN && isNameStart(peek(at + 1))) {
            int end = name(at + 1);
            return new Token(marked, source.substring(at + 1, end), at, end);
        }
        return sign(at);
    }

    private static Token.Kind marked(char c) {
        return switch (c) {
            case '.' -> Token.Kind.FIELD;
            case '$' -> Token.Kind.VARIABLE;
            case '@' -> Token.Kind.FORMAT;
            default -> Token.Kind.SIGN;
        };
    }

    private Token sign(int at) throws SyntaxFault {
        for (String sign : SIGNS) {
            if (source.startsWith(sign, at)) {
                return new Token(Token.Kind.SIGN, sign, at, at + sign.length());
            }
        }
        throw new SyntaxFault(
                "unexpected character '" + source.substring(at, source.offsetByCodePoints(at, 1)) + "'", at);
    }

    private Token number(int at) {
        int end = digits(at);
        if (peek(end) == '.') {
            end = digits(end + 1);
        }
        if (peek(end) == 'e' || peek(end) == 'E') {
            int exponent = peek(end + 1) == '+' || peek(end + 1) == '-' ? end + 2 : end + 1;
            end = isDigit(peek(exponent)) ? digits(exponent) : end;
        }
        return new Token(Token.Kind.NUMBER, source.substring(at, end), at, end);
    }

    private int digits(int from) {
        int end = from;
        while (isDigit(peek(end))) {
            end++;
        }
        return end;
    }

    /** The end of a name, which may have others before it, as in {@code a::b}. */
    private int name(int from) {
        int end = from;
        while (isNameStart(peek(end)) || isDigit(peek(end)) || isModule(end)) {
            end += peek(end) == ':' ? 2 : 1;
        }
        return end;
    }

    private boolean isModule(int at) {
        return peek(at) == ':' && peek(at + 1) == ':' && isNameStart(peek(at + 2));
    }

    private int gap(int from) {
        int at = from;
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == '#') {
                int end = source.indexOf('\n', at);
                at = end < 0 ? source.length() : end;
            } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                at++;
            } else {
                break;
            }
        }
        return at;
    }

    private char peek(int at) {
        return at < source.length() ? source.charAt(at) : '\0';
    }

    private static boolean isNameStart(char c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
