package dev.lockstep.engine.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code Object}, and what every value can do. */
final class ObjectBuiltins {
    static final Map<String, Value> METHODS = new Natives()
            .with(
                    "hasOwnProperty",
                    1,
                    (machine, self, given) -> Value.Bool.of(
                            machine.properties().hasOwn(self, machine.convert().key(given.at(0)))))
            .with("toString", 0, ObjectBuiltins::asText)
            .with("toLocaleString", 0, ObjectBuiltins::asText)
            .with("valueOf", 0, (machine, self, given) -> self)
            .all();

    static final Fn.Native TYPE =
            Natives.type("Object", ObjectBuiltins::make, ObjectBuiltins::make, members(), METHODS);

    private ObjectBuiltins() {}

    private static Natives members() {
        return new Natives()
                .with("keys", 1, ObjectBuiltins::keys)
                .with("values", 1, ObjectBuiltins::values)
                .with("entries", 1, ObjectBuiltins::entries)
                .with("assign", 2, ObjectBuiltins::assign)
                .with("fromEntries", 1, ObjectBuiltins::fromEntries)
                .with("freeze", 1, ObjectBuiltins::freeze)
                .with("isFrozen", 1, (machine, self, given) -> Value.Bool.of(isFrozen(given.at(0))))
                .with(
                        "hasOwn",
                        2,
                        (machine, self, given) -> Value.Bool.of(machine.properties()
                                .hasOwn(given.at(0), machine.convert().key(given.at(1)))))
                .with("is", 2, (machine, self, given) -> Value.Bool.of(is(given.at(0), given.at(1))));
    }

    private static Value make(Machine machine, Value self, Arguments given) {
        if (given.at(0) instanceof Value.Thing thing) {
            return thing;
        }
        machine.meter().allocate(Meter.OBJECT);
        return new Obj();
    }

    /** Of an object with a name of its own, as an error has it, its text; of any other value as it is always. */
    private static Value asText(Machine machine, Value self, Arguments given) {
        if (self instanceof Obj obj && !ErrorBuiltins.isError(obj)) {
            return new Value.Text("[object Object]");
        }
        if (self instanceof Obj error) {
            return machine.text(ErrorBuiltins.spelled(machine, error));
        }
        return machine.text(machine.convert().text(self));
    }

    private static List<String> named(Machine machine, Value value) {
        if (value instanceof Value.Nothing) {
            throw machine.typeError("Cannot convert undefined or null to object");
        }
        return machine.properties().keys(value);
    }

    private static Value keys(Machine machine, Value self, Arguments given) {
        List<Value> keys = new ArrayList<>();
        named(machine, given.at(0)).forEach(key -> keys.add(machine.text(key)));
        return machine.list(keys);
    }

    private static Value values(Machine machine, Value self, Arguments given) {
        List<Value> values = new ArrayList<>();
        named(machine, given.at(0))
                .forEach(key -> values.add(machine.properties().get(given.at(0), key)));
        return machine.list(values);
    }

    private static Value entries(Machine machine, Value self, Arguments given) {
        List<Value> entries = new ArrayList<>();
        for (String key : named(machine, given.at(0))) {
            entries.add(
                    machine.list(List.of(machine.text(key), machine.properties().get(given.at(0), key))));
        }
        return machine.list(entries);
    }

    private static Value assign(Machine machine, Value self, Arguments given) {
        for (Value from : given.from(1).values()) {
            for (String key : machine.properties().keys(from)) {
                machine.properties()
                        .set(
                                given.at(0),
                                new Value.Text(key),
                                machine.properties().get(from, key));
            }
        }
        return given.at(0);
    }

    private static Value fromEntries(Machine machine, Value self, Arguments given) {
        Obj object = new Obj();
        machine.meter().allocate(Meter.OBJECT);
        for (Value entry : machine.properties().values(given.at(0))) {
            String key = machine.convert().key(machine.properties().get(entry, "0"));
            machine.properties().put(object, key, machine.properties().get(entry, "1"));
        }
        return object;
    }

    private static Value freeze(Machine machine, Value self, Arguments given) {
        switch (given.at(0)) {
            case Obj obj -> obj.freeze();
            case Arr list -> list.freeze();
            default -> {}
        }
        return given.at(0);
    }

    private static boolean isFrozen(Value value) {
        return switch (value) {
            case Obj obj -> obj.isFrozen();
            case Arr list -> list.isFrozen();
            default -> true;
        };
    }

    private static boolean is(Value a, Value b) {
        return (a instanceof Value.Num first && b instanceof Value.Num second)
                ? Double.compare(first.number(), second.number()) == 0
                : Operations.same(a, b);
    }
}
