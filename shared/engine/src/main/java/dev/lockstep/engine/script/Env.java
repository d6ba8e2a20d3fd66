package dev.lockstep.engine.script;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables of a block, and those around it. */
final class Env {
    private final @Nullable Env around;
    private final Map<String, Binding> bindings = new HashMap<>(8);

    Env(@Nullable Env around) {
        this.around = around;
    }

    /** One variable. */
    static final class Binding {
        /** Null up to where it is declared. */
        private @Nullable Value value;

        private final boolean constant;

        Binding(@Nullable Value value, boolean constant) {
            this.value = value;
            this.constant = constant;
        }

        @Nullable
        Value value() {
            return value;
        }

        void set(Value next) {
            value = next;
        }

        boolean isConstant() {
            return constant;
        }
    }

    void declare(String name, @Nullable Value value, boolean constant) {
        bindings.put(name, new Binding(value, constant));
    }

    boolean has(String name) {
        return bindings.containsKey(name);
    }

    /** A variable of this block itself. */
    @Nullable
    Binding own(String name) {
        return bindings.get(name);
    }

    @Nullable
    Binding find(String name) {
        for (Env env = this; env != null; env = env.around) {
            Binding binding = env.bindings.get(name);
            if (binding != null) {
                return binding;
            }
        }
        return null;
    }

    /** Another of the same variables, for the next turn of a loop. */
    Env copy() {
        Env copy = new Env(around);
        bindings.forEach((name, binding) -> copy.bindings.put(name, new Binding(binding.value, binding.constant)));
        return copy;
    }

    Env outermost() {
        Env env = this;
        while (env.around != null) {
            env = env.around;
        }
        return env;
    }
}
