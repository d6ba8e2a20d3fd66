package dev.lockstep.engine.jq;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is done with an output. */
sealed interface Work {
    /** What an input is, and what names mean to it. */
    record Context(@Nullable Env env, Value value, Path path) {
        /** The same where nobody asks for paths. */
        Context aside() {
            return path == Path.Nowhere.UNASKED ? this : new Context(env, value, Path.Nowhere.UNASKED);
        }
    }

    /** What is kept while a filter makes outputs. */
    final class Cell {
        private Value value = Value.Null.NULL;
        private Path path = Path.Nowhere.COMPUTED;
        private double count;
        private boolean filled;

        void set(Value next, Path where) {
            value = next;
            path = where;
            filled = true;
        }

        Value value() {
            return value;
        }

        Path path() {
            return path;
        }

        boolean isFilled() {
            return filled;
        }

        double count() {
            return count;
        }

        void countTo(double next) {
            count = next;
        }
    }

    /** It is a result of the query. */
    record Result() implements Work {}

    record Then(Expr right, @Nullable Env env) implements Work {}

    /** It is a key; the target is still to come. */
    record ForTarget(Expr target, Context context) implements Work {}

    /** It is the target. */
    record AtKey(Value key) implements Work {}

    /** It is where a slice begins. */
    record SliceFrom(Expr.Slice slice, Context context) implements Work {}

    /** It is where a slice ends. */
    record SliceTo(Expr target, Value from, Context context) implements Work {}

    record GoThrough() implements Work {}

    /** It came out of a try. */
    record Leave(Choice.Guard guard) implements Work {}

    record Negated(Path path) implements Work {}

    /** It is the right side. */
    record ForLeft(Expr.Binary binary, Context context) implements Work {}

    /** It is the left side. */
    record Operate(Operator operator, Value right, Path path) implements Work {}

    record Decide(Expr.Junction junction, Context context) implements Work {}

    record Holds(Path path) implements Work {}

    record Branch(Expr.If condition, Context context) implements Work {}

    /** It is an output of the left side of an alternative. */
    record Prefer(Cell found) implements Work {}

    record Add(List<Value> elements) implements Work {}

    /** It is where a reduction starts. */
    record ReduceFrom(Expr.Reduce reduce, Context context) implements Work {}

    /** It is one of what is reduced. */
    record ReduceBy(Expr.Reduce reduce, Cell cell, @Nullable Env env) implements Work {}

    /** It is what is kept. */
    record Keep(Cell cell) implements Work {}

    record ForeachFrom(Expr.Foreach foreach, Context context) implements Work {}

    record ForeachBy(
            Expr.Foreach foreach, Cell cell, @Nullable Env env) implements Work {}

    record ForeachNext(
            Expr.Foreach foreach, Cell cell, @Nullable Env env) implements Work {}

    /** It is what gets names. */
    record BindTo(Expr.Bind bind, Context context) implements Work {}

    /** It is the key of a field of what is taken apart. */
    record AtPattern(Pattern.Field field, Value target, Taking rest) implements Work {}

    /**
     * It is an argument of a function.
     *
     * @param known the arguments behind it
     */
    record Argument(Expr.Native call, int index, @Nullable Known known, Context context) implements Work {}

    /** It is a part of a text, of which those behind it are known. */
    record Part(Expr.Interpolated text, int index, @Nullable Known known, Context context) implements Work {}

    record Key(Expr.MakeObject object, int index, Obj made, Context context) implements Work {}

    record FieldValue(Expr.MakeObject object, int index, Obj made, String key, Context context) implements Work {}

    /** It is what a path was asked of. */
    record TellPath(Path outer) implements Work {}

    /** It is a path. */
    record FollowPath(Context context) implements Work {}

    record LimitTo(Expr.Limit limit, Context context) implements Work {}

    record Count(Cell cell, double most, Choice.Cut cut) implements Work {}

    /** What is still to be taken apart, and what comes then. */
    record Taking(@Nullable Pending pending, @Nullable Env env, Goal goal) {}

    /**
     * A pattern and its value, and others behind it.
     *
     * @param index of the field that is next, if it has fields
     */
    record Pending(
            Pattern pattern,
            Value value,
            Path path,
            int index,
            @Nullable Pending next) {}

    /** What some filters in a row came to. */
    record Known(Value value, @Nullable Known next) {
        static List<Value> list(@Nullable Known first) {
            List<Value> list = new ArrayList<>();
            for (Known known = first; known != null; known = known.next) {
                list.add(known.value);
            }
            return list;
        }
    }

    /** One of several patterns. */
    record Attempt(Expr.Bind bind, int index, Value value, Context context) {}

    /** What follows when all has its name. */
    sealed interface Goal {
        record Body(Expr body, Value value, Path path) implements Goal {}

        record ReduceUpdate(Expr.Reduce reduce, Cell cell) implements Goal {}

        record ForeachUpdate(Expr.Foreach foreach, Cell cell) implements Goal {}
    }
}
