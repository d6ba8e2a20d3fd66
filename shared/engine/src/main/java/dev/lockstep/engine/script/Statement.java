package dev.lockstep.engine.script;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is done. Each knows where it is in the source. */
sealed interface Statement {
    int at();

    /** How a variable is declared. */
    enum Kind {
        VAR,
        LET,
        CONST
    }

    /** An expression, whose value a script may come to. */
    record Run(int at, Expr expression) implements Statement {}

    /** Variables that begin here. */
    record Declare(int at, Kind kind, List<Declared> declared) implements Statement {}

    /** A variable, or a pattern of such, and what it begins with. */
    record Declared(Target target, Optional<Expr> value) {}

    /**
     * Statements with names of their own.
     *
     * @param names what {@code let} and {@code const} declare in it, and whether it may not change
     */
    record Block(int at, List<Statement> statements, Map<String, Boolean> names, List<Expr.Function> functions)
            implements Statement {}

    /** {@code if}. */
    record If(int at, Expr condition, Statement then, Optional<Statement> otherwise) implements Statement {}

    /** {@code for}, with the names that each turn has for itself. */
    record For(int at, ForHead head, Statement body) implements Statement {}

    /** What stands between the parentheses of a {@code for}. */
    record ForHead(
            Optional<Statement> first, Optional<Expr> condition, Optional<Expr> then, Map<String, Boolean> names) {}

    /** {@code for … of} and {@code for … in}. */
    record Each(int at, EachHead head, Statement body) implements Statement {}

    /**
     * What stands between the parentheses of such.
     *
     * @param kind empty where the target is declared elsewhere
     * @param keys whether it goes through the keys, rather than the values
     */
    record EachHead(Optional<Kind> kind, Target target, Expr over, boolean keys) {}

    /** {@code while}, and {@code do … while}, which runs once at least. */
    record While(int at, Expr condition, Statement body, boolean once) implements Statement {}

    /** {@code return}. */
    record Return(int at, Optional<Expr> value) implements Statement {}

    /** {@code break}. */
    record Break(int at, String label) implements Statement {}

    /** {@code continue}. */
    record Continue(int at, String label) implements Statement {}

    /** {@code throw}. */
    record Throw(int at, Expr value) implements Statement {}

    /** {@code try}. */
    record Try(int at, Block body, Optional<Catch> handler, Optional<Block> last) implements Statement {}

    /** What catches. */
    record Catch(Optional<Target> target, Block body) {}

    /** {@code switch}. */
    record Switch(int at, Expr subject, List<Case> cases, Block scope) implements Statement {}

    /** One case; the one by default has no value. */
    record Case(Optional<Expr> value, List<Statement> statements) {}

    /** A statement with a name. */
    record Labeled(int at, String label, Statement body) implements Statement {}

    /** Nothing, as where a function was declared. */
    record Nothing(int at) implements Statement {}
}
