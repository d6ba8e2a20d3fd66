package dev.lockstep.engine.jq;

import org.jspecify.annotations.Nullable;

/** What names mean where something is evaluated: the innermost, and those around it. */
record Env(String name, Binding binding, @Nullable Env around) {
    /** What a name stands for. */
    sealed interface Binding {
        /**
         * A variable.
         *
         * @param path where its value came from, if somebody asks for paths
         */
        record Variable(Value value, Path path) implements Binding {}

        /** A function, which sees what is around its definition, and itself. */
        record Function(Definition definition) implements Binding {}

        /** A filter that was handed to a function, with what its names mean there. */
        record Argument(Expr filter, @Nullable Env env) implements Binding {}

        /** Where a break goes. */
        record Exit(Choice.Cut cut) implements Binding {}
    }

    /** The innermost of that name. The parser has seen to it that there is one. */
    static Env find(@Nullable Env innermost, String name) {
        Env env = innermost;
        while (env != null && !env.name.equals(name)) {
            env = env.around;
        }
        if (env == null) {
            throw new IllegalStateException(name + " is not bound");
        }
        return env;
    }
}
