package dev.lockstep.engine.script;

import dev.lockstep.engine.language.SyntaxFault;
import java.util.List;
import java.util.Set;

/**
 * Reads the token at a place. It keeps no state, since only the parser knows whether a slash begins a pattern and a brace goes
 * on with a template.
 */
final class Lexer {
    private static final List<String> SIGNS = List.of(
            ">>>=", "...", "===", "!==", "**=", "<<=", ">>=", ">>>", "&&=", "||=", "??=", "=>", "==", "!=", "<=", ">=",
            "&&", "||", "??", "?.", "++", "--", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<", ">>", "**", "{",
            "}", "(", ")", "[", "]", ";", ",", "<", ">", "+", "-", "*", "/", "%", "&", "|", "^", "!", "~", "?", ":",
            "=", ".");
    private static final Set<Character> LINE_ENDS = Set.of('\n', '\r', '\u2028', '\u2029');

    private final String source;
    private final Literals literals;

    Lexer(String source) {
        this.source = source;
        this.literals = new Literals(source);
    }

    /** The token at or after a place. */
    Token next(int from) throws SyntaxFault {
        Gap gap = gap(from);
        int at = gap.end;
        if (at == source.length()) {
            return new Token(Token.Kind.END, "", at, at, gap.ownLine);
        }
        char c = source.charAt(at);
        if (isNameStart(c)) {
            int end = at + 1;
            while (end < source.length() && isNamePart(source.charAt(end))) {
                end++;
            }
            return new Token(Token.Kind.NAME, source.substring(at, end), at, end, gap.ownLine);
        }
        if (isDigit(c) || (c == '.' && at + 1 < source.length() && isDigit(source.charAt(at + 1)))) {
            return number(at, gap.ownLine);
        }
        if (c == '"' || c == '\'') {
            Literals.Piece piece = literals.string(at);
            return new Token(Token.Kind.STRING, piece.text(), at, piece.end(), gap.ownLine);
        }
        if (c == '`') {
            return new Token(Token.Kind.TEMPLATE, "`", at, at + 1, gap.ownLine);
        }
        return sign(at, gap.ownLine);
    }

    /** A part of a template, up to where an expression or its end is. */
    Literals.Piece template(int from) throws SyntaxFault {
        return literals.template(from);
    }

    Literals.Pattern pattern(int from) throws SyntaxFault {
        return literals.pattern(from);
    }

    private Token sign(int at, boolean ownLine) throws SyntaxFault {
        for (String sign : SIGNS) {
            if (source.startsWith(sign, at) && !isConditionalBeforeNumber(sign, at)) {
                return new Token(Token.Kind.SIGN, sign, at, at + sign.length(), ownLine);
            }
        }
        throw new SyntaxFault("Invalid or unexpected token", at);
    }

    /** As in {@code a?.5:1}. */
    private boolean isConditionalBeforeNumber(String sign, int at) {
        return sign.equals("?.") && at + 2 < source.length() && isDigit(source.charAt(at + 2));
    }

    private Token number(int at, boolean ownLine) throws SyntaxFault {
        int end = at;
        while (end < source.length() && (isNamePart(source.charAt(end)) || isNumberSign(at, end))) {
            end++;
        }
        return new Token(Token.Kind.NUMBER, source.substring(at, end), at, end, ownLine);
    }

    /** The one point of a number, or the sign of its exponent. */
    private boolean isNumberSign(int start, int at) {
        String before = source.substring(start, at);
        if (before.startsWith("0x") || before.startsWith("0X")) {
            return false;
        }
        boolean exponent = before.endsWith("e") || before.endsWith("E");
        return switch (source.charAt(at)) {
            case '.' -> before.chars().allMatch(c -> c == '_' || isDigit((char) c));
            case '+', '-' -> exponent;
            default -> false;
        };
    }

    private record Gap(int end, boolean ownLine) {}

    private Gap gap(int from) throws SyntaxFault {
        int at = from;
        boolean ownLine = false;
        while (at < source.length()) {
            char c = source.charAt(at);
            if (LINE_ENDS.contains(c)) {
                ownLine = true;
                at++;
            } else if (isBlank(c)) {
                at++;
            } else if (source.startsWith("//", at)) {
                while (at < source.length() && !LINE_ENDS.contains(source.charAt(at))) {
                    at++;
                }
            } else if (source.startsWith("/*", at)) {
                int end = source.indexOf("*/", at + 2);
                if (end < 0) {
                    throw new SyntaxFault("the comment has no end", at);
                }
                ownLine |= source.substring(at, end).indexOf('\n') >= 0;
                at = end + 2;
            } else {
                break;
            }
        }
        return new Gap(at, ownLine);
    }

    static boolean isBlank(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r') || c == '\u00a0' || c == '\ufeff' || Character.isSpaceChar(c);
    }

    static boolean isNameStart(char c) {
        return c == '$' || c == '_' || Character.isLetter(c);
    }

    static boolean isNamePart(char c) {
        return isNameStart(c) || Character.isDigit(c);
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
