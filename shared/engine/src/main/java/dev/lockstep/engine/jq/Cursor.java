package dev.lockstep.engine.jq;

import dev.lockstep.engine.language.SyntaxFault;

/** Where the parser is in the tokens. */
final class Cursor {
    private final Lexer lexer;
    private Token token;
    private int nesting;

    Cursor(String source) throws SyntaxFault {
        this.lexer = new Lexer(source);
        this.token = lexer.next(0);
    }

    Token token() {
        return token;
    }

    int at() {
        return token.from();
    }

    Token take() throws SyntaxFault {
        Token taken = token;
        jump(taken.to());
        return taken;
    }

    void jump(int to) throws SyntaxFault {
        token = lexer.next(to);
    }

    boolean is(String sign) {
        return token.is(sign);
    }

    boolean is(Token.Kind kind) {
        return token.kind() == kind;
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
            throw expected("'" + sign + "'");
        }
    }

    void expectWord(String word) throws SyntaxFault {
        if (!takesWord(word)) {
            throw expected("'" + word + "'");
        }
    }

    SyntaxFault expected(String what) {
        return new SyntaxFault("unexpected " + token.spelled() + ", " + what + " is expected", at());
    }

    void enter() throws SyntaxFault {
        if (++nesting > Limits.NESTING) {
            throw new SyntaxFault("the query nests too deeply", at());
        }
    }

    void leave() {
        nesting--;
    }
}
