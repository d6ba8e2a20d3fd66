package dev.lockstep.engine.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits JSONata into tokens just as the library's own tokenizer does, so that an expression can be judged before the
 * library's recursive parser sees it.
 */
final class Lexer {
    static final int MOST_TOKENS = 1_500;

    private static final Pattern NUMBER = Pattern.compile("(0|[1-9][0-9]*)(\\.[0-9]+)?([Ee][-+]?[0-9]+)?");
    private static final Set<String> PAIRS = Set.of("..", ":=", "!=", ">=", "<=", "**", "~>", "?:", "??");
    private static final String SINGLES = ".[]{}(),@#;:?+-*/%|=<>^&!~";
    private static final Set<String> WORDS = Set.of("and", "or", "in");
    private static final Set<String> CLOSING = Set.of(")", "]", "}");
    private static final Set<String> OPERANDS_TOO = Set.of("*", "**", "%", "?");

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private boolean operandNext = true;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Token> lex(String source) throws SyntaxFault {
        Lexer lexer = new Lexer(source);
        while (lexer.skipBlanks()) {
            lexer.next();
            if (lexer.tokens.size() > MOST_TOKENS) {
                throw new SyntaxFault("the expression is too complex", lexer.at);
            }
        }
        return lexer.tokens;
    }

    /** Moves on to the next token, if there is one. */
    private boolean skipBlanks() throws SyntaxFault {
        while (at < source.length()) {
            if (source.startsWith("/*", at)) {
                int end = source.indexOf("*/", at + 2);
                if (end < 0) {
                    throw new SyntaxFault("the comment has no end", at);
                }
                at = end + 2;
            } else if (isBlank(source.charAt(at))) {
                at++;
            } else {
                return true;
            }
        }
        return false;
    }

    private void next() throws SyntaxFault {
        char first = source.charAt(at);
        if (first == '/' && operandNext) {
            throw new SyntaxFault("regular expressions are not supported in expressions", at);
        }
        if (at + 1 < source.length() && PAIRS.contains(source.substring(at, at + 2))) {
            operator(source.substring(at, at + 2));
        } else if (SINGLES.indexOf(first) >= 0) {
            operator(String.valueOf(first));
        } else if (first == '"' || first == '\'') {
            string(first);
        } else if (first == '`') {
            quotedName();
        } else {
            numberOrName();
        }
    }

    private void operator(String text) {
        boolean operand = operandNext;
        add(Token.Kind.OPERATOR, text, text.length());
        operandNext = !CLOSING.contains(text) && !(operand && OPERANDS_TOO.contains(text));
    }

    private void string(char quote) throws SyntaxFault {
        int end = at + 1;
        while (end < source.length() && source.charAt(end) != quote) {
            end += source.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= source.length()) {
            throw new SyntaxFault("the string has no closing quote", at);
        }
        value(Token.Kind.STRING, source.substring(at + 1, end), end + 1 - at);
    }

    private void quotedName() throws SyntaxFault {
        int end = source.indexOf('`', at + 1);
        if (end < 0) {
            throw new SyntaxFault("the name has no closing backtick", at);
        }
        value(Token.Kind.NAME, source.substring(at + 1, end), end + 1 - at);
    }

    private void numberOrName() {
        Matcher number = NUMBER.matcher(source).region(at, source.length());
        if (number.lookingAt()) {
            value(Token.Kind.NUMBER, number.group(), number.group().length());
            return;
        }
        int end = at;
        while (end < source.length() && !isBlank(source.charAt(end)) && SINGLES.indexOf(source.charAt(end)) < 0) {
            end++;
        }
        String name = source.substring(at, end);
        if (name.startsWith("$")) {
            value(Token.Kind.VARIABLE, name.substring(1), name.length());
        } else if (WORDS.contains(name) && !operandNext) {
            operator(name);
        } else {
            value(Token.Kind.NAME, name, name.length());
        }
    }

    private void value(Token.Kind kind, String text, int length) {
        add(kind, text, length);
        operandNext = false;
    }

    private void add(Token.Kind kind, String text, int length) {
        tokens.add(new Token(kind, text, at, operandNext));
        at += length;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }
}
