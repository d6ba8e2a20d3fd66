package dev.lockstep.engine.script;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The names that are known without being declared, and what the values of each type can do. Nothing of it ever changes. */
final class Globals {
    private static final Map<String, Value> NAMES = names();

    private Globals() {}

    private static Map<String, Value> names() {
        Natives names = new Natives()
                .with("undefined", Value.Nothing.UNDEFINED)
                .with("this", Value.Nothing.UNDEFINED)
                .with("NaN", Double.NaN)
                .with("Infinity", Double.POSITIVE_INFINITY)
                .with("Math", Obj.fixed(MathBuiltins.MEMBERS))
                .with("JSON", Obj.fixed(JsonBuiltins.MEMBERS))
                .with("parseInt", NumberBuiltins.PARSE_INT)
                .with("parseFloat", NumberBuiltins.PARSE_FLOAT)
                .with(
                        "isNaN",
                        1,
                        (machine, self, given) ->
                                Value.Bool.of(Double.isNaN(machine.convert().number(given.at(0)))))
                .with(
                        "isFinite",
                        1,
                        (machine, self, given) ->
                                Value.Bool.of(Double.isFinite(machine.convert().number(given.at(0)))));
        Stream.concat(
                        Stream.of(
                                ObjectBuiltins.TYPE,
                                FunctionBuiltins.TYPE,
                                FunctionBuiltins.EVAL,
                                ListBuiltins.TYPE,
                                TextBuiltins.TYPE,
                                NumberBuiltins.TYPE,
                                NumberBuiltins.BOOLEAN,
                                KeyedBuiltins.MAP,
                                KeyedBuiltins.SET,
                                DateBuiltins.TYPE,
                                RegularBuiltins.TYPE),
                        ErrorBuiltins.TYPES.stream())
                .forEach(type -> names.with(type.name(), type));
        return names.all();
    }

    static Optional<Value> find(String name) {
        return Optional.ofNullable(NAMES.get(name));
    }

    /** What a value can do by its type. */
    static Optional<Value> method(Value value, String key) {
        Map<String, Value> methods = switch (value) {
            case Value.Text text -> TextBuiltins.METHODS;
            case Value.Num number -> NumberBuiltins.METHODS;
            case Value.Bool bool -> ObjectBuiltins.METHODS;
            case Arr list -> ListBuiltins.METHODS;
            case Obj obj -> ObjectBuiltins.METHODS;
            case Fn function -> FunctionBuiltins.METHODS;
            case Keyed keyed -> KeyedBuiltins.METHODS;
            case Moment moment -> DateBuiltins.METHODS;
            case Regex regex -> RegularBuiltins.METHODS;
            case Value.Nothing nothing -> Map.of();
        };
        Value method = methods.get(key);
        return Optional.ofNullable(method == null ? ObjectBuiltins.METHODS.get(key) : method);
    }

    /** Whether a value is of a type of the language's. */
    static boolean isInstance(Value value, Fn.Native type) {
        return switch (type.name()) {
            case "Object" -> value instanceof Value.Thing;
            case "Array" -> value instanceof Arr;
            case "Function" -> value instanceof Fn;
            case "Map" -> value instanceof Keyed keyed && !keyed.isSet();
            case "Set" -> value instanceof Keyed keyed && keyed.isSet();
            case "Date" -> value instanceof Moment;
            case "RegExp" -> value instanceof Regex;
            default -> value instanceof Obj obj && ErrorBuiltins.isOf(obj, type);
        };
    }
}
