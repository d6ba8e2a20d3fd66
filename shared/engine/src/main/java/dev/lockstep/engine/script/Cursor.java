package dev.lockstep.engine.script;

import dev.lockstep.engine.language.SyntaxFault;
import java.util.Set;

/** Where the parser is in the tokens. */
final class Cursor {
    /** Words that name no variable. */
    private static final Set<String> RESERVED = Set.of(
            "var",
            "const",
            "if",
            "else",
            "for",
            "in",
            "while",
            "do",
            "switch",
            "case",
            "default",
            "break",
            "continue",
            "try",
            "catch",
            "finally",
            "throw",
            "function",
            "return",
            "typeof",
            "instanceof",
            "delete",
            "void",
            "new",
            "null",
            "true",
            "false",
            "this",
            "class",
            "extends",
            "super",
            "import",
            "export",
            "with",
            "debugger",
            "enum",
            "let",
            "yield",
            "await");

    private final Lexer lexer;
    private Token token;
    private int nesting;

    Cursor(Lexer lexer) throws SyntaxFault {
        this.lexer = lexer;
        this.token = lexer.next(0);
    }

    Token token() {
        return token;
    }

    int at() {
        return token.from();
    }

    Token following() throws SyntaxFault {
        return lexer.next(token.to());
    }

    Token take() throws SyntaxFault {
        Token taken = token;
        jump(taken.to());
        return taken;
    }

    private void jump(int to) throws SyntaxFault {
        token = lexer.next(to);
    }

    boolean is(String sign) {
        return token.is(sign);
    }

    boolean isWord(String word) {
        return token.isWord(word);
    }

    boolean takes(String sign) throws SyntaxFault {
        boolean there = token.is(sign);
        if (there) {
            take();
        }
        return there;
    }

    boolean takesWord(String word) throws SyntaxFault {
        boolean there = token.isWord(word);
        if (there) {
            take();
        }
        return there;
    }

    void expect(String sign) throws SyntaxFault {
        if (!takes(sign)) {
            throw unexpected();
        }
    }

    void expectWord(String word) throws SyntaxFault {
        if (!takesWord(word)) {
            throw unexpected();
        }
    }

    /** The end of a statement, which a line's end or a closing brace tells as well. */
    void endStatement() throws SyntaxFault {
        if (!takes(";") && !token.is("}") && token.kind() != Token.Kind.END && !token.ownLine()) {
            throw unexpected();
        }
    }

    /** The name of a variable. */
    String name() throws SyntaxFault {
        if (!isName()) {
            throw unexpected();
        }
        return take().text();
    }

    boolean isName() {
        return token.kind() == Token.Kind.NAME && !RESERVED.contains(token.text());
    }

    /** The part of a template behind the token, which is its sign or the brace that closes an expression in it. */
    Literals.Piece templatePart() throws SyntaxFault {
        Literals.Piece piece = lexer.template(token.to());
        jump(piece.end());
        return piece;
    }

    /** The pattern that begins with the slash that is the token. */
    Literals.Pattern pattern() throws SyntaxFault {
        Literals.Pattern pattern = lexer.pattern(token.from());
        jump(pattern.end());
        return pattern;
    }

    void deeper() throws SyntaxFault {
        if (++nesting > Limits.NESTING) {
            throw new SyntaxFault("the script nests too deeply", token.from());
        }
    }

    void shallower() {
        nesting--;
    }

    SyntaxFault unexpected() {
        return new SyntaxFault("Unexpected " + token.spelled(), token.from());
    }
}
