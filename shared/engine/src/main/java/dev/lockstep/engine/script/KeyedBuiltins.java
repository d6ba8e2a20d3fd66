package dev.lockstep.engine.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code Map} and {@code Set}. */
final class KeyedBuiltins {
    static final Map<String, Value> METHODS = new Natives()
            .with(
                    "get",
                    1,
                    (machine, self, given) ->
                            own(machine, self).entries().getOrDefault(Keyed.key(given.at(0)), Value.Nothing.UNDEFINED))
            .with("set", 2, (machine, self, given) -> put(machine, self, given.at(0), given.at(1)))
            .with("add", 1, (machine, self, given) -> put(machine, self, given.at(0), given.at(0)))
            .with(
                    "has",
                    1,
                    (machine, self, given) ->
                            Value.Bool.of(own(machine, self).entries().containsKey(Keyed.key(given.at(0)))))
            .with(
                    "delete",
                    1,
                    (machine, self, given) ->
                            Value.Bool.of(own(machine, self).entries().remove(Keyed.key(given.at(0))) != null))
            .with("clear", 0, KeyedBuiltins::clear)
            .with("forEach", 1, KeyedBuiltins::forEach)
            .with(
                    "keys",
                    0,
                    (machine, self, given) -> machine.list(
                            List.copyOf(own(machine, self).entries().keySet())))
            .with(
                    "values",
                    0,
                    (machine, self, given) -> machine.list(
                            List.copyOf(own(machine, self).entries().values())))
            .with("entries", 0, KeyedBuiltins::entries)
            .all();

    static final Fn.Native MAP = type("Map", false);
    static final Fn.Native SET = type("Set", true);

    private KeyedBuiltins() {}

    private static Fn.Native type(String name, boolean set) {
        Fn.Body plain = (machine, self, given) -> {
            throw machine.typeError("Constructor " + name + " requires 'new'");
        };
        return Natives.type(
                name, plain, (machine, self, given) -> make(machine, given.at(0), set), new Natives(), METHODS);
    }

    private static Keyed own(Machine machine, Value self) {
        if (self instanceof Keyed keyed) {
            return keyed;
        }
        throw machine.typeError("this is neither a Map nor a Set");
    }

    private static Value make(Machine machine, Value from, boolean set) {
        Keyed keyed = new Keyed(set);
        machine.meter().allocate(Meter.OBJECT);
        if (from instanceof Value.Nothing) {
            return keyed;
        }
        for (Value value : machine.properties().values(from)) {
            if (set) {
                put(machine, keyed, value, value);
            } else {
                put(
                        machine,
                        keyed,
                        machine.properties().get(value, "0"),
                        machine.properties().get(value, "1"));
            }
        }
        return keyed;
    }

    private static Value put(Machine machine, Value self, Value key, Value value) {
        Keyed keyed = own(machine, self);
        // Keys whose hashes are equal are compared one by one.
        machine.meter().tick();
        if (keyed.entries().put(Keyed.key(key), value) == null) {
            machine.meter().allocate(Meter.FIELD);
            machine.meter().lengthOfList(keyed.entries().size());
        }
        return keyed;
    }

    private static Value clear(Machine machine, Value self, Arguments given) {
        own(machine, self).entries().clear();
        return Value.Nothing.UNDEFINED;
    }

    private static Value forEach(Machine machine, Value self, Arguments given) {
        Keyed keyed = own(machine, self);
        List<Map.Entry<Value, Value>> entries = new ArrayList<>();
        keyed.entries().forEach((key, value) -> entries.add(Map.entry(key, value)));
        machine.meter().list(entries.size());
        for (Map.Entry<Value, Value> entry : entries) {
            machine.call(given.at(0), given.at(1), Arguments.of(entry.getValue(), entry.getKey(), keyed));
        }
        return Value.Nothing.UNDEFINED;
    }

    private static Value entries(Machine machine, Value self, Arguments given) {
        List<Value> entries = new ArrayList<>();
        own(machine, self).entries().forEach((key, value) -> entries.add(machine.list(List.of(key, value))));
        return machine.list(entries);
    }
}
