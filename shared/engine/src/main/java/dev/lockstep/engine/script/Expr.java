package dev.lockstep.engine.script;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What has a value. */
sealed interface Expr {
    /** A constant. */
    record Constant(Value value) implements Expr {}

    /** A template string: a text, and each expression with the text after it. */
    record Template(String first, List<Filled> rest) implements Expr {}

    /** An expression of a template string, and the text after it. */
    record Filled(Expr expression, String text) {}

    /** A regular expression. */
    record Regular(String source, String flags, Pattern pattern) implements Expr {}

    /** A variable; {@code this} and {@code arguments} are such, too. */
    record Name(String name) implements Expr {}

    /** A list literal. */
    record Items(List<Expr> elements) implements Expr {}

    /** An object literal. */
    record Fields(List<Field> fields) implements Expr {}

    /** A field of an object literal; a spread one has its object for its value. */
    record Field(Expr key, Expr value) {}

    /** What stands for its elements, in a list, a call, or an object literal. */
    record Spread(Expr of) implements Expr {}

    /** A function that is not yet bound to where it stands. */
    record Function(String name, Parameters parameters, Statement.Block body, Set<String> variables, Kind kind)
            implements Expr {
        /** How a function was written, which decides what it binds. */
        enum Kind {
            DECLARED,
            /** One that its own body can call by its name. */
            NAMED,
            ARROW
        }
    }

    /** What a function takes. */
    record Parameters(List<Target.Slot> slots, Optional<Target> rest) {}

    /** An operator before its operand. */
    record Unary(String sign, Expr operand) implements Expr {}

    /** {@code ++} or {@code --}. */
    record Step(Target target, int by, boolean before) implements Expr {}

    /** An operator between two operands. */
    record Binary(Operator operator, Expr left, Expr right) implements Expr {}

    /** {@code a ? b : c}. */
    record Conditional(Expr condition, Expr then, Expr otherwise) implements Expr {}

    /** {@code =}. */
    record Assign(Target target, Expr value) implements Expr {}

    /** An operator with {@code =} after it. */
    record Update(Target target, Operator operator, Expr value) implements Expr {}

    /** A field of a value; an optional one is not looked for in nothing. */
    record Member(Expr object, Expr key, boolean optional) implements Expr {}

    /** A call; an optional one does not call nothing. */
    record Call(Expr callee, List<Expr> arguments, boolean optional) implements Expr {}

    /** Where a chain of members and calls ends that {@code ?.} may break off. */
    record Chain(Expr links) implements Expr {}

    /** {@code new}. */
    record New(Expr callee, List<Expr> arguments) implements Expr {}

    /** Expressions with commas between them. */
    record Sequence(Expr first, Expr last) implements Expr {}
}
