package dev.lockstep.engine.script;

import java.util.List;

/** Turns values of one type into values of another. */
final class Conversions {
    private final Machine machine;

    Conversions(Machine machine) {
        this.machine = machine;
    }

    /** What an object is wanted as. */
    enum Hint {
        ANY,
        NUMBER,
        TEXT
    }

    static boolean truth(Value value) {
        return switch (value) {
            case Value.Nothing nothing -> false;
            case Value.Bool bool -> bool.holds();
            case Value.Num number -> number.number() != 0 && !Double.isNaN(number.number());
            case Value.Text text -> !text.text().isEmpty();
            case Value.Thing thing -> true;
        };
    }

    double number(Value value) {
        return switch (value) {
            case Value.Nothing nothing -> nothing == Value.Nothing.NULL ? 0 : Double.NaN;
            case Value.Bool bool -> bool.holds() ? 1 : 0;
            case Value.Num number -> number.number();
            case Value.Text text -> Numbers.parse(text.text());
            case Value.Thing thing -> number(primitive(thing, Hint.NUMBER));
        };
    }

    /** A number without its fraction; 0 where it is not one. */
    double integer(Value value) {
        double number = number(value);
        if (Double.isNaN(number)) {
            return 0;
        }
        return number < 0 ? Math.ceil(number) : Math.floor(number);
    }

    String text(Value value) {
        return switch (value) {
            case Value.Nothing nothing -> nothing == Value.Nothing.NULL ? "null" : "undefined";
            case Value.Bool bool -> bool.holds() ? "true" : "false";
            case Value.Num number -> Numbers.format(number.number());
            case Value.Text text -> text.text();
            case Value.Thing thing -> text(primitive(thing, Hint.TEXT));
        };
    }

    /** The name of a field. */
    String key(Value value) {
        return text(value);
    }

    Value primitive(Value value) {
        return primitive(value, Hint.ANY);
    }

    /** The value itself, unless it is an object. */
    Value primitive(Value value, Hint hint) {
        if (!(value instanceof Value.Thing thing)) {
            return value;
        }
        machine.meter().enter();
        Value primitive = switch (thing) {
            case Obj obj -> primitive(obj, hint);
            case Moment moment when hint == Hint.NUMBER -> new Value.Num(moment.millis());
            case Moment moment -> machine.text(DateBuiltins.spelled(moment));
            case Arr list -> machine.text(ListBuiltins.join(machine, list, ","));
            case Fn function -> new Value.Text("function " + function.name() + "() { [code] }");
            case Keyed keyed -> new Value.Text(keyed.isSet() ? "[object Set]" : "[object Map]");
            case Regex regex -> new Value.Text("/" + regex.source() + "/" + regex.flags());
        };
        machine.meter().leave();
        return primitive;
    }

    private Value primitive(Obj obj, Hint hint) {
        List<String> order = hint == Hint.TEXT ? List.of("toString", "valueOf") : List.of("valueOf", "toString");
        for (String name : order) {
            if (obj.get(name) instanceof Fn function) {
                Value value = machine.call(function, obj, Arguments.NONE);
                if (!(value instanceof Value.Thing)) {
                    return value;
                }
            } else if (name.equals("toString") && !obj.has(name)) {
                return machine.text(
                        ErrorBuiltins.isError(obj) ? ErrorBuiltins.spelled(machine, obj) : "[object Object]");
            }
        }
        throw machine.typeError("Cannot convert object to primitive value");
    }
}
