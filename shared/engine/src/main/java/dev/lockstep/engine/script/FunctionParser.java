package dev.lockstep.engine.script;

import dev.lockstep.engine.language.SyntaxFault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads functions. */
final class FunctionParser {
    private final Cursor cursor;
    private final Declarations declarations;
    private final StatementParser statements;
    private final ExpressionParser expressions;

    FunctionParser(Cursor cursor, Declarations declarations, StatementParser statements, ExpressionParser expressions) {
        this.cursor = cursor;
        this.declarations = declarations;
        this.statements = statements;
        this.expressions = expressions;
    }

    Expr.Function declaration() throws SyntaxFault {
        word();
        return rest(cursor.name(), Expr.Function.Kind.DECLARED);
    }

    Expr.Function expression() throws SyntaxFault {
        word();
        return cursor.isName() ? rest(cursor.name(), Expr.Function.Kind.NAMED) : rest("", Expr.Function.Kind.DECLARED);
    }

    private void word() throws SyntaxFault {
        cursor.expectWord("function");
        if (cursor.is("*")) {
            throw new SyntaxFault("generators are not supported in scripts", cursor.at());
        }
    }

    /** The parameters and the body of a function, as of a method in an object literal. */
    Expr.Function rest(String name, Expr.Function.Kind kind) throws SyntaxFault {
        declarations.enterFunction(true);
        Expr.Parameters parameters = parameters();
        Statement.Block body = statements.block();
        return new Expr.Function(name, parameters, body, declarations.leaveFunction(), kind);
    }

    private Expr.Parameters parameters() throws SyntaxFault {
        List<Target.Slot> slots = new ArrayList<>();
        Optional<Target> rest = Optional.empty();
        cursor.expect("(");
        while (!cursor.is(")") && rest.isEmpty()) {
            if (cursor.takes("...")) {
                rest = Optional.of(expressions.targets().binding());
            } else {
                Target target = expressions.targets().binding();
                Optional<Expr> byDefault = cursor.takes("=") ? Optional.of(expressions.assignment()) : Optional.empty();
                slots.add(new Target.Slot(target, byDefault));
            }
            if (!cursor.is(")")) {
                cursor.expect(",");
            }
        }
        cursor.expect(")");
        return new Expr.Parameters(slots, rest);
    }

    /** What comes after the parameters of an arrow function. */
    Expr.Function arrow(Expr.Parameters parameters) throws SyntaxFault {
        cursor.expect("=>");
        declarations.enterFunction(true);
        Statement.Block body = cursor.is("{") ? statements.block() : single();
        Set<String> variables = declarations.leaveFunction();
        return new Expr.Function("", parameters, body, variables, Expr.Function.Kind.ARROW);
    }

    private Statement.Block single() throws SyntaxFault {
        int at = cursor.at();
        Statement result = new Statement.Return(at, Optional.of(expressions.assignment()));
        return new Statement.Block(at, List.of(result), new LinkedHashMap<>(), List.of());
    }
}
