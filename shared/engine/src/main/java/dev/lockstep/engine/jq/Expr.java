package dev.lockstep.engine.jq;

import java.util.List;
import java.util.Optional;

/** A filter: what of one input makes any number of outputs. */
sealed interface Expr {
    /** The input. */
    record Identity() implements Expr {}

    /** No output at all. */
    record Empty() implements Expr {}

    /** The same, whatever the input. */
    record Literal(Value value) implements Expr {}

    /** A text with filters in it, of which the format makes text. */
    record Interpolated(Format format, List<Expr> parts) implements Expr {}

    /** The input as text. */
    record Formatted(Format format) implements Expr {}

    /** What is at a key of the target's. */
    record Index(Expr target, Expr key) implements Expr {}

    /** A part of the target. */
    record Slice(Expr target, Optional<Expr> from, Optional<Expr> to) implements Expr {}

    /** All that is in the target. */
    record Each(Expr target) implements Expr {}

    /** What of the body comes before an error; without a handler there is nothing after it. */
    record Try(Expr body, Optional<Expr> handler) implements Expr {}

    record Pipe(Expr left, Expr right) implements Expr {}

    record Comma(Expr left, Expr right) implements Expr {}

    record Negate(Expr operand) implements Expr {}

    record Binary(Operator operator, Expr left, Expr right) implements Expr {}

    /**
     * Both or either.
     *
     * @param decides what the left side comes to where the right one is not asked
     */
    record Junction(boolean decides, Expr left, Expr right) implements Expr {}

    /** What of the left side holds, or the right side where nothing does. */
    record Alternative(Expr left, Expr right) implements Expr {}

    record If(Expr condition, Expr then, Expr otherwise) implements Expr {}

    record Reduce(Expr source, Pattern pattern, Expr start, Expr update) implements Expr {}

    record Foreach(Expr source, Pattern pattern, Expr start, Expr update, Optional<Expr> extract) implements Expr {}

    /** Gives names to what the source makes. Of several patterns, the next is tried where there is an error with one. */
    record Bind(Expr source, List<Pattern> patterns, Expr body) implements Expr {}

    /** A function, and what may call it. */
    record Define(Definition definition, Expr body) implements Expr {}

    /** A function of the query's own, or an argument of such, as in {@code f/1}. */
    record Call(String name, List<Expr> arguments) implements Expr {}

    /** A function of the language's that is written in it. */
    record Known(Definition definition, List<Expr> arguments) implements Expr {}

    /** A function of the language's that is not. */
    record Native(Builtin builtin, List<Expr> arguments) implements Expr {}

    record Variable(String name) implements Expr {}

    record Label(String name, Expr body) implements Expr {}

    record Break(String name) implements Expr {}

    record MakeArray(Expr elements) implements Expr {}

    record MakeObject(List<Field> fields) implements Expr {}

    record Field(Expr key, Expr value) {}

    /** Where the body's outputs are in the input. */
    record PathOf(Expr body) implements Expr {}

    /** What is at a path, which is a way that an assignment can go. */
    record GetPath(Expr path) implements Expr {}

    /** The first so many. */
    record Limit(Expr count, Expr body) implements Expr {}

    record Last(Expr body) implements Expr {}
}
