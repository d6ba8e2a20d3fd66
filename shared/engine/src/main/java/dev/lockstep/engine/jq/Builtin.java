package dev.lockstep.engine.jq;

import java.util.Iterator;
import java.util.List;

/** A function of the language's own. */
record Builtin(String name, int arity, Body body) {
    /** Makes outputs of an input and one output of each argument. */
    interface Body {
        Iterator<Value> outputs(Run run, Value input, List<Value> arguments);
    }

    /** Makes one output. */
    interface Single {
        Value output(Run run, Value input, List<Value> arguments);
    }

    /** One with a single output. */
    static Builtin of(String name, int arity, Single single) {
        return new Builtin(
                name,
                arity,
                (run, input, arguments) ->
                        List.of(single.output(run, input, arguments)).iterator());
    }

    /** As in {@code f/1}. */
    String key() {
        return name + "/" + arity;
    }
}
