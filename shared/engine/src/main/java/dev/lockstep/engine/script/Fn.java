package dev.lockstep.engine.script;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be called. */
sealed interface Fn extends Value.Thing {
    String name();

    /** How many parameters it has. */
    int arity();

    /** A function of the script's own, with the variables around it. */
    final class Closure implements Fn {
        private final Expr.Function code;
        private final Env around;

        Closure(Expr.Function code, Env around) {
            this.code = code;
            this.around = around;
        }

        Expr.Function code() {
            return code;
        }

        Env around() {
            return around;
        }

        @Override
        public String name() {
            return code.name();
        }

        @Override
        public int arity() {
            int arity = 0;
            for (Target.Slot slot : code.parameters().slots()) {
                if (slot.byDefault().isPresent()) {
                    break;
                }
                arity++;
            }
            return arity;
        }
    }

    /** A function of the language's. It has no state, and is shared by all runs. */
    final class Native implements Fn {
        private final String name;
        private final int arity;
        private final Body body;
        private final Optional<Body> creates;
        private final Map<String, Value> members;

        /** One that makes nothing by {@code new}, and has no members. */
        Native(String name, int arity, Body body) {
            this(name, arity, body, Optional.empty(), Map.of());
        }

        /**
         * Any.
         *
         * @param creates what it does after {@code new}
         */
        Native(String name, int arity, Body body, Optional<Body> creates, Map<String, Value> members) {
            this.name = name;
            this.arity = arity;
            this.body = body;
            this.creates = creates;
            this.members = members;
        }

        Body body() {
            return body;
        }

        Optional<Body> creates() {
            return creates;
        }

        Map<String, Value> members() {
            return members;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int arity() {
            return arity;
        }
    }

    /** What a function of the language's does. */
    interface Body {
        Value call(Machine machine, Value self, Arguments arguments);
    }

    /** A function whose {@code this} and first arguments are given already. */
    record Bound(Fn of, Value self, List<Value> first) {
        Native asNative() {
            return new Native("bound", Math.max(0, of.arity() - first.size()), this::call);
        }

        private Value call(Machine machine, Value ignored, Arguments arguments) {
            return machine.call(of, self, arguments.after(first));
        }
    }
}
