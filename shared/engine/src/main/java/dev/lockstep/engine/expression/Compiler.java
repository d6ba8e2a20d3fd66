package dev.lockstep.engine.expression;

import java.util.List;

/** Turns the source of an expression into a program, refusing what cannot be held within bounds. */
final class Compiler {
    private Compiler() {}

    /** A program, and what it reads of the scope. */
    record Compiled(Program program, References references) {}

    /** Compiles an expression over some JSON value. */
    static Compiled over(String source) throws SyntaxFault {
        return compile(source, false);
    }

    /** Compiles an expression over the scope. */
    static Compiled scoped(String source) throws SyntaxFault {
        return compile(source, true);
    }

    private static Compiled compile(String source, boolean scoped) throws SyntaxFault {
        List<Token> tokens = tokens(source);
        Grammar.Names names = Grammar.check(tokens);
        References references = scoped ? Reader.read(tokens) : References.NONE;
        Program program = new Program(source, Callees.guarded(source, tokens, names.bound()), names.functions());
        program.check();
        return new Compiled(program, references);
    }

    private static List<Token> tokens(String source) throws SyntaxFault {
        if (source.length() > Limits.SOURCE) {
            throw new SyntaxFault("an expression has at most " + Limits.SOURCE + " characters", -1);
        }
        List<Token> tokens = Lexer.lex(source);
        if (tokens.isEmpty()) {
            throw new SyntaxFault("the expression is empty", -1);
        }
        return tokens;
    }

    static String describe(String source, SyntaxFault fault) {
        String where = fault.position() < 0 ? "" : " at character " + (fault.position() + 1);
        return fault.getMessage() + where + " of `" + Messages.cut(source) + "`";
    }
}
