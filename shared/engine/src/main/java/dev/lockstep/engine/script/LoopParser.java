package dev.lockstep.engine.script;

import dev.lockstep.engine.language.SyntaxFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads loops. */
final class LoopParser {
    private final Cursor cursor;
    private final Declarations declarations;
    private final StatementParser statements;
    private final ExpressionParser expressions;

    LoopParser(Cursor cursor, Declarations declarations, StatementParser statements, ExpressionParser expressions) {
        this.cursor = cursor;
        this.declarations = declarations;
        this.statements = statements;
        this.expressions = expressions;
    }

    Statement whileLoop(int at) throws SyntaxFault {
        cursor.take();
        Expr condition = expressions.inParentheses();
        return new Statement.While(at, condition, body(), false);
    }

    Statement doLoop(int at) throws SyntaxFault {
        cursor.take();
        Statement body = body();
        cursor.expectWord("while");
        Expr condition = expressions.inParentheses();
        cursor.takes(";");
        return new Statement.While(at, condition, body, true);
    }

    private Statement body() throws SyntaxFault {
        declarations.enterLoop();
        Statement body = statements.statement();
        declarations.leaveLoop();
        return body;
    }

    Statement loop(int at) throws SyntaxFault {
        cursor.take();
        if (cursor.isWord("await")) {
            throw new SyntaxFault("async functions are not supported in scripts", at);
        }
        cursor.expect("(");
        declarations.enterBlock();
        Optional<Statement.Kind> kind = kind();
        if (kind.isPresent()) {
            return declaring(at, kind.get());
        }
        if (cursor.takes(";")) {
            return plain(at, Optional.empty());
        }
        int start = cursor.at();
        Expr first = expressions.withoutIn(expressions::expression);
        if (cursor.isWord("of") || cursor.isWord("in")) {
            return each(at, Optional.empty(), expressions.targets().of(first, start));
        }
        cursor.expect(";");
        return plain(at, Optional.of(new Statement.Run(start, first)));
    }

    private Optional<Statement.Kind> kind() throws SyntaxFault {
        Optional<Statement.Kind> kind = switch (cursor.token().kind() == Token.Kind.NAME
                ? cursor.token().text()
                : "") {
            case "var" -> Optional.of(Statement.Kind.VAR);
            case "let" -> Optional.of(Statement.Kind.LET);
            case "const" -> Optional.of(Statement.Kind.CONST);
            default -> Optional.empty();
        };
        if (kind.isPresent()) {
            cursor.take();
        }
        return kind;
    }

    private Statement declaring(int at, Statement.Kind kind) throws SyntaxFault {
        int start = cursor.at();
        Target target = expressions.targets().binding(kind);
        if (cursor.isWord("of") || cursor.isWord("in")) {
            return each(at, Optional.of(kind), target);
        }
        List<Statement.Declared> all = new ArrayList<>();
        all.add(statements.declared(kind, target, start, true));
        if (cursor.takes(",")) {
            all.addAll(statements.declared(kind, true));
        }
        cursor.expect(";");
        return plain(at, Optional.of(new Statement.Declare(start, kind, all)));
    }

    private Statement each(int at, Optional<Statement.Kind> kind, Target target) throws SyntaxFault {
        boolean keys = cursor.take().text().equals("in");
        Expr over = keys ? expressions.expression() : expressions.assignment();
        cursor.expect(")");
        Statement body = body();
        declarations.leaveBlock();
        return new Statement.Each(at, new Statement.EachHead(kind, target, over, keys), body);
    }

    private Statement plain(int at, Optional<Statement> first) throws SyntaxFault {
        Optional<Expr> condition = cursor.is(";") ? Optional.empty() : Optional.of(expressions.expression());
        cursor.expect(";");
        Optional<Expr> then = cursor.is(")") ? Optional.empty() : Optional.of(expressions.expression());
        cursor.expect(")");
        Statement body = body();
        Map<String, Boolean> names = declarations.leaveBlock().constants();
        return new Statement.For(at, new Statement.ForHead(first, condition, then, names), body);
    }
}
