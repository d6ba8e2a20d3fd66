package dev.lockstep.engine.script;

import java.util.Map;

/** What functions can do. */
final class FunctionBuiltins {
    static final Map<String, Value> METHODS = new Natives()
            .with("call", 1, (machine, self, given) -> machine.call(self, given.at(0), given.from(1)))
            .with("apply", 2, FunctionBuiltins::apply)
            .with("bind", 1, FunctionBuiltins::bind)
            .all();

    private static final Fn.Body REFUSED = (machine, self, given) -> {
        throw machine.error("EvalError", "a script cannot make code of a text");
    };

    static final Fn.Native TYPE = Natives.type("Function", REFUSED, REFUSED, new Natives(), METHODS);

    static final Fn.Native EVAL = new Fn.Native("eval", 1, REFUSED);

    private FunctionBuiltins() {}

    private static Value apply(Machine machine, Value self, Arguments given) {
        Arguments arguments = given.at(1) instanceof Value.Nothing
                ? Arguments.NONE
                : new Arguments(machine.properties().values(given.at(1)));
        return machine.call(self, given.at(0), arguments);
    }

    private static Value bind(Machine machine, Value self, Arguments given) {
        if (!(self instanceof Fn function)) {
            throw machine.typeError("Bind must be called on a function");
        }
        machine.meter().allocate(Meter.CLOSURE + (long) Meter.ELEMENT * given.size());
        return new Fn.Bound(function, given.at(0), given.from(1).values()).asNative();
    }
}
