package dev.lockstep.engine.script;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** {@code Array}, and what lists can do without calling anybody. */
final class ListBuiltins {
    static final Map<String, Value> METHODS = ListCallbacks.onto(new Natives())
            .with("push", 1, ListBuiltins::push)
            .with("pop", 0, (machine, self, given) -> taken(machine, self, false))
            .with("shift", 0, (machine, self, given) -> taken(machine, self, true))
            .with("unshift", 1, ListBuiltins::unshift)
            .with("slice", 2, ListBuiltins::slice)
            .with("splice", 2, ListBuiltins::splice)
            .with("concat", 1, ListBuiltins::concat)
            .with(
                    "join",
                    1,
                    (machine, self, given) -> machine.text(join(
                            machine,
                            own(machine, self),
                            given.has(0) ? machine.convert().text(given.at(0)) : ",")))
            .with("toString", 0, (machine, self, given) -> machine.text(join(machine, own(machine, self), ",")))
            .with("reverse", 0, ListBuiltins::reverse)
            .with("indexOf", 1, ListBuiltins::indexOf)
            .with("lastIndexOf", 1, ListBuiltins::lastIndexOf)
            .with("includes", 1, ListBuiltins::includes)
            .with("fill", 1, ListBuiltins::fill)
            .with("flat", 0, ListBuiltins::flat)
            .with("at", 1, ListBuiltins::at)
            .with("keys", 0, ListBuiltins::keys)
            .with(
                    "values",
                    0,
                    (machine, self, given) -> machine.list(own(machine, self).elements()))
            .with("entries", 0, ListBuiltins::entries)
            .all();

    static final Fn.Native TYPE = Natives.type("Array", ListBuiltins::make, ListBuiltins::make, members(), METHODS);

    private ListBuiltins() {}

    private static Natives members() {
        return new Natives()
                .with("isArray", 1, (machine, self, given) -> Value.Bool.of(given.at(0) instanceof Arr))
                .with("of", 0, (machine, self, given) -> machine.list(given.values()))
                .with("from", 1, ListCallbacks::from);
    }

    static Arr own(Machine machine, Value self) {
        if (self instanceof Arr list) {
            return list;
        }
        throw machine.typeError("this is not an array");
    }

    /** The list, which may be written to. */
    static Arr writable(Machine machine, Value self) {
        Arr list = own(machine, self);
        if (list.isFrozen()) {
            throw machine.typeError("Cannot change a frozen array");
        }
        return list;
    }

    private static void grow(Machine machine, Arr list, long by) {
        machine.meter().lengthOfList(list.size() + by);
        machine.meter().allocate(Meter.ELEMENT * by);
    }

    private static Value make(Machine machine, Value self, Arguments given) {
        if (given.size() == 1 && given.at(0) instanceof Value.Num size) {
            Arr list = machine.list(List.of());
            machine.properties().resize(list, size.number());
            return list;
        }
        return machine.list(given.values());
    }

    private static Value push(Machine machine, Value self, Arguments given) {
        Arr list = writable(machine, self);
        grow(machine, list, given.size());
        list.elements().addAll(given.values());
        return new Value.Num(list.size());
    }

    private static Value taken(Machine machine, Value self, boolean first) {
        List<Value> elements = writable(machine, self).elements();
        if (elements.isEmpty()) {
            return Value.Nothing.UNDEFINED;
        }
        return first ? elements.removeFirst() : elements.removeLast();
    }

    private static Value unshift(Machine machine, Value self, Arguments given) {
        Arr list = writable(machine, self);
        grow(machine, list, given.size());
        list.elements().addAll(0, given.values());
        return new Value.Num(list.size());
    }

    /** An index that may be counted from the end. */
    static int index(Machine machine, Value given, int size, int byDefault) {
        if (given == Value.Nothing.UNDEFINED) {
            return byDefault;
        }
        double index = machine.convert().integer(given);
        return (int) Math.clamp(index < 0 ? index + size : index, 0, size);
    }

    private static Value slice(Machine machine, Value self, Arguments given) {
        Arr list = own(machine, self);
        int from = index(machine, given.at(0), list.size(), 0);
        int to = index(machine, given.at(1), list.size(), list.size());
        return machine.list(from < to ? list.elements().subList(from, to) : List.of());
    }

    private static Value splice(Machine machine, Value self, Arguments given) {
        Arr list = writable(machine, self);
        int from = index(machine, given.at(0), list.size(), 0);
        int rest = given.size() == 0 ? 0 : list.size() - from;
        int count = given.size() < 2 ? rest : (int) Math.clamp(machine.convert().integer(given.at(1)), 0, rest);
        List<Value> part = list.elements().subList(from, from + count);
        Arr removed = machine.list(part);
        part.clear();
        List<Value> added = given.from(2).values();
        grow(machine, list, added.size());
        list.elements().addAll(from, added);
        return removed;
    }

    private static Value concat(Machine machine, Value self, Arguments given) {
        List<Value> all = new ArrayList<>(own(machine, self).elements());
        for (Value value : given.values()) {
            if (value instanceof Arr list) {
                all.addAll(list.elements());
            } else {
                all.add(value);
            }
            machine.meter().lengthOfList(all.size());
        }
        return machine.list(all);
    }

    /** The texts of the elements, with another between them. */
    static String join(Machine machine, Arr list, String separator) {
        StringBuilder text = new StringBuilder();
        String between = "";
        for (int i = 0; i < list.size(); i++) {
            machine.meter().tick();
            text.append(between);
            if (!(list.at(i) instanceof Value.Nothing)) {
                text.append(machine.convert().text(list.at(i)));
            }
            between = separator;
            machine.meter().lengthOfText(text.length());
        }
        machine.meter().allocate(text.length());
        return text.toString();
    }

    private static Value reverse(Machine machine, Value self, Arguments given) {
        Collections.reverse(writable(machine, self).elements());
        return self;
    }

    private static Value indexOf(Machine machine, Value self, Arguments given) {
        Arr list = own(machine, self);
        for (int i = index(machine, given.at(1), list.size(), 0); i < list.size(); i++) {
            machine.meter().tick();
            if (Operations.same(list.at(i), given.at(0))) {
                return new Value.Num(i);
            }
        }
        return new Value.Num(-1);
    }

    private static Value lastIndexOf(Machine machine, Value self, Arguments given) {
        Arr list = own(machine, self);
        int from = given.size() < 2 ? list.size() : index(machine, given.at(1), list.size(), 0) + 1;
        for (int i = Math.min(from, list.size()) - 1; i >= 0; i--) {
            machine.meter().tick();
            if (Operations.same(list.at(i), given.at(0))) {
                return new Value.Num(i);
            }
        }
        return new Value.Num(-1);
    }

    private static Value includes(Machine machine, Value self, Arguments given) {
        Arr list = own(machine, self);
        for (int i = index(machine, given.at(1), list.size(), 0); i < list.size(); i++) {
            machine.meter().tick();
            if (Operations.sameOrNaN(list.at(i), given.at(0))) {
                return Value.Bool.of(true);
            }
        }
        return Value.Bool.of(false);
    }

    private static Value fill(Machine machine, Value self, Arguments given) {
        Arr list = writable(machine, self);
        int from = index(machine, given.at(1), list.size(), 0);
        int to = index(machine, given.at(2), list.size(), list.size());
        if (from < to) {
            Collections.fill(list.elements().subList(from, to), given.at(0));
        }
        return self;
    }

    private static Value flat(Machine machine, Value self, Arguments given) {
        List<Value> all = new ArrayList<>();
        flatten(machine, own(machine, self), given.has(0) ? machine.convert().integer(given.at(0)) : 1, all);
        return machine.list(all);
    }

    static void flatten(Machine machine, Arr list, double depth, List<Value> into) {
        machine.meter().enter();
        for (Value element : List.copyOf(list.elements())) {
            machine.meter().tick();
            if (depth >= 1 && element instanceof Arr inner) {
                flatten(machine, inner, depth - 1, into);
            } else {
                into.add(element);
                machine.meter().lengthOfList(into.size());
            }
        }
        machine.meter().leave();
    }

    private static Value at(Machine machine, Value self, Arguments given) {
        Arr list = own(machine, self);
        double index = machine.convert().integer(given.at(0));
        double from = index < 0 ? index + list.size() : index;
        return from >= 0 && from < list.size() ? list.at((int) from) : Value.Nothing.UNDEFINED;
    }

    private static Value keys(Machine machine, Value self, Arguments given) {
        List<Value> keys = new ArrayList<>();
        for (int i = 0; i < own(machine, self).size(); i++) {
            keys.add(new Value.Num(i));
        }
        return machine.list(keys);
    }

    private static Value entries(Machine machine, Value self, Arguments given) {
        Arr list = own(machine, self);
        List<Value> entries = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            entries.add(machine.list(List.of(new Value.Num(i), list.at(i))));
        }
        return machine.list(entries);
    }
}
