package dev.lockstep.engine.script;

import dev.lockstep.engine.language.SyntaxFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads statements. */
final class StatementParser {
    private final Cursor cursor;
    private final Declarations declarations;
    private final ExpressionParser expressions;
    private final LoopParser loops;

    private StatementParser(Cursor cursor) {
        this.cursor = cursor;
        this.declarations = new Declarations();
        this.expressions = new ExpressionParser(cursor, declarations, this);
        this.loops = new LoopParser(cursor, declarations, this, expressions);
    }

    /** Reads a whole source, as the body of a function that takes nothing. */
    static Expr.Function parse(String source, boolean returns) throws SyntaxFault {
        StatementParser parser = new StatementParser(new Cursor(new Lexer(source)));
        return parser.whole(returns);
    }

    private Expr.Function whole(boolean returns) throws SyntaxFault {
        declarations.enterFunction(returns);
        declarations.enterBlock();
        List<Statement> statements = new ArrayList<>();
        while (cursor.token().kind() != Token.Kind.END) {
            statements.add(statement());
        }
        expressions.targets().checkCovers();
        Statement.Block body = block(0, statements);
        return new Expr.Function(
                "",
                new Expr.Parameters(List.of(), Optional.empty()),
                body,
                declarations.leaveFunction(),
                Expr.Function.Kind.DECLARED);
    }

    private Statement.Block block(int at, List<Statement> statements) {
        Declarations.Names names = declarations.leaveBlock();
        return new Statement.Block(at, statements, names.constants(), names.functions());
    }

    /** A block in braces. */
    Statement.Block block() throws SyntaxFault {
        declarations.enterBlock();
        int at = cursor.at();
        return block(at, braced());
    }

    private List<Statement> braced() throws SyntaxFault {
        List<Statement> statements = new ArrayList<>();
        cursor.expect("{");
        while (!cursor.is("}")) {
            statements.add(statement());
        }
        cursor.expect("}");
        return statements;
    }

    Statement statement() throws SyntaxFault {
        cursor.deeper();
        Statement statement = read();
        cursor.shallower();
        return statement;
    }

    private Statement read() throws SyntaxFault {
        int at = cursor.at();
        Token token = cursor.token();
        if (token.is("{")) {
            return block();
        }
        if (cursor.takes(";")) {
            return new Statement.Nothing(at);
        }
        if (token.kind() != Token.Kind.NAME) {
            return run(at);
        }
        return switch (token.text()) {
            case "var" -> declaration(at, Statement.Kind.VAR);
            case "let" -> declaration(at, Statement.Kind.LET);
            case "const" -> declaration(at, Statement.Kind.CONST);
            case "function" -> function(at);
            case "if" -> condition(at);
            case "for" -> loops.loop(at);
            case "while" -> loops.whileLoop(at);
            case "do" -> loops.doLoop(at);
            case "return" -> returning(at);
            case "break" -> jump(at, false);
            case "continue" -> jump(at, true);
            case "throw" -> throwing(at);
            case "try" -> attempt(at);
            case "switch" -> choice(at);
            default -> cursor.isName() && cursor.following().is(":") ? labeled(at) : run(at);
        };
    }

    private Statement run(int at) throws SyntaxFault {
        Expr expression = expressions.expression();
        cursor.endStatement();
        return new Statement.Run(at, expression);
    }

    private Statement declaration(int at, Statement.Kind kind) throws SyntaxFault {
        cursor.take();
        Statement declared = new Statement.Declare(at, kind, declared(kind, false));
        cursor.endStatement();
        return declared;
    }

    /** One variable or more, each with what it begins with. */
    List<Statement.Declared> declared(Statement.Kind kind, boolean inHead) throws SyntaxFault {
        List<Statement.Declared> all = new ArrayList<>();
        do {
            int at = cursor.at();
            Target target = expressions.targets().binding(kind);
            all.add(declared(kind, target, at, inHead));
        } while (cursor.takes(","));
        return all;
    }

    Statement.Declared declared(Statement.Kind kind, Target target, int at, boolean inHead) throws SyntaxFault {
        Optional<Expr> value = Optional.empty();
        if (cursor.takes("=")) {
            value = Optional.of(inHead ? expressions.withoutIn(expressions::assignment) : expressions.assignment());
        } else if (kind == Statement.Kind.CONST || !(target instanceof Target.Variable)) {
            throw new SyntaxFault("Missing initializer in declaration", at);
        }
        return new Statement.Declared(target, value);
    }

    private Statement function(int at) throws SyntaxFault {
        declarations.declare(expressions.functions().declaration());
        return new Statement.Nothing(at);
    }

    private Statement condition(int at) throws SyntaxFault {
        cursor.take();
        Expr condition = expressions.inParentheses();
        Statement then = statement();
        Optional<Statement> otherwise = cursor.takesWord("else") ? Optional.of(statement()) : Optional.empty();
        return new Statement.If(at, condition, then, otherwise);
    }

    private Statement returning(int at) throws SyntaxFault {
        if (!declarations.returns()) {
            throw new SyntaxFault("Illegal return statement", at);
        }
        cursor.take();
        boolean empty = cursor.is(";")
                || cursor.is("}")
                || cursor.token().kind() == Token.Kind.END
                || cursor.token().ownLine();
        Optional<Expr> value = empty ? Optional.empty() : Optional.of(expressions.expression());
        cursor.endStatement();
        return new Statement.Return(at, value);
    }

    private Statement jump(int at, boolean on) throws SyntaxFault {
        String word = cursor.take().text();
        String label = cursor.isName() && !cursor.token().ownLine() ? cursor.name() : "";
        if (!declarations.jumps(label, on)) {
            throw new SyntaxFault(
                    label.isEmpty() ? "Illegal " + word + " statement" : "Undefined label '" + label + "'", at);
        }
        cursor.endStatement();
        return on ? new Statement.Continue(at, label) : new Statement.Break(at, label);
    }

    private Statement throwing(int at) throws SyntaxFault {
        cursor.take();
        if (cursor.token().ownLine()) {
            throw new SyntaxFault("Illegal newline after throw", at);
        }
        Expr value = expressions.expression();
        cursor.endStatement();
        return new Statement.Throw(at, value);
    }

    private Statement attempt(int at) throws SyntaxFault {
        cursor.take();
        Statement.Block body = block();
        Optional<Statement.Catch> handler = Optional.empty();
        if (cursor.takesWord("catch")) {
            declarations.enterBlock();
            Optional<Target> target = Optional.empty();
            if (cursor.takes("(")) {
                target = Optional.of(expressions.targets().binding(Statement.Kind.LET));
                cursor.expect(")");
            }
            declarations.leaveBlock();
            handler = Optional.of(new Statement.Catch(target, block()));
        }
        Optional<Statement.Block> last = cursor.takesWord("finally") ? Optional.of(block()) : Optional.empty();
        if (handler.isEmpty() && last.isEmpty()) {
            throw new SyntaxFault("Missing catch or finally after try", at);
        }
        return new Statement.Try(at, body, handler, last);
    }

    private Statement choice(int at) throws SyntaxFault {
        cursor.take();
        Expr subject = expressions.inParentheses();
        cursor.expect("{");
        declarations.enterBlock();
        declarations.enterSwitch();
        List<Statement.Case> cases = new ArrayList<>();
        while (!cursor.takes("}")) {
            cases.add(oneCase(cases));
        }
        declarations.leaveSwitch();
        return new Statement.Switch(at, subject, cases, block(at, List.of()));
    }

    private Statement.Case oneCase(List<Statement.Case> before) throws SyntaxFault {
        Optional<Expr> value = Optional.empty();
        int at = cursor.at();
        if (cursor.takesWord("case")) {
            value = Optional.of(expressions.expression());
        } else {
            cursor.expectWord("default");
            if (before.stream().anyMatch(one -> one.value().isEmpty())) {
                throw new SyntaxFault("More than one default clause in switch statement", at);
            }
        }
        cursor.expect(":");
        List<Statement> statements = new ArrayList<>();
        while (!cursor.is("}") && !cursor.isWord("case") && !cursor.isWord("default")) {
            statements.add(statement());
        }
        return new Statement.Case(value, statements);
    }

    private Statement labeled(int at) throws SyntaxFault {
        String label = cursor.name();
        cursor.expect(":");
        declarations.enterLabel(label);
        Statement body = statement();
        declarations.leaveLabel();
        return new Statement.Labeled(at, label, body);
    }
}
