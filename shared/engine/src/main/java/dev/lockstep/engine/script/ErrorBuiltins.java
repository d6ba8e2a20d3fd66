package dev.lockstep.engine.script;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code Error} and its kinds. */
final class ErrorBuiltins {
    static final List<Fn.Native> TYPES = Stream.of(
                    "Error", "TypeError", "RangeError", "ReferenceError", "SyntaxError", "EvalError", "URIError")
            .map(ErrorBuiltins::type)
            .toList();

    private ErrorBuiltins() {}

    private static Fn.Native type(String name) {
        Fn.Body makes = (machine, self, given) -> made(machine, name, given);
        return new Fn.Native(name, 1, makes, Optional.of(makes), Map.of());
    }

    private static Value made(Machine machine, String name, Arguments given) {
        Obj error = make(machine, name, given.has(0) ? machine.convert().text(given.at(0)) : "");
        if (given.at(1) instanceof Obj options && options.has("cause")) {
            error.hide("cause", machine.properties().get(options, "cause"));
        }
        return error;
    }

    static Obj make(Machine machine, String name, String message) {
        Fn.Native type = TYPES.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        machine.meter().allocate(2 * Meter.OBJECT + 2L * message.length());
        Obj error = new Obj(type);
        error.hide("name", new Value.Text(name));
        error.hide("message", new Value.Text(message));
        error.hide("stack", new Value.Text(name + ": " + message));
        return error;
    }

    static boolean isError(Obj obj) {
        return obj.maker() instanceof Fn.Native type && TYPES.contains(type);
    }

    static boolean isOf(Obj obj, Fn.Native type) {
        return isError(obj) && (type.name().equals("Error") || obj.maker() == type);
    }

    /** An error as text: its name and its message. */
    static String spelled(Machine machine, Obj error) {
        String name = machine.convert().text(machine.properties().get(error, "name"));
        String message = machine.convert().text(machine.properties().get(error, "message"));
        return name.isEmpty() || message.isEmpty() ? name + message : name + ": " + message;
    }
}
