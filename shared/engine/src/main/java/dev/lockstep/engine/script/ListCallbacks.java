package dev.lockstep.engine.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What lists can do by calling a function for each element. The list may change meanwhile. */
final class ListCallbacks {
    private ListCallbacks() {}

    static Natives onto(Natives natives) {
        return natives.with("map", 1, ListCallbacks::map)
                .with("filter", 1, ListCallbacks::filter)
                .with("forEach", 1, ListCallbacks::forEach)
                .with("flatMap", 1, ListCallbacks::flatMap)
                .with("find", 1, (machine, self, given) -> element(new Walk(machine, self, given).first(true)))
                .with("findIndex", 1, (machine, self, given) -> index(new Walk(machine, self, given).first(true)))
                .with("findLast", 1, (machine, self, given) -> element(new Walk(machine, self, given).last()))
                .with("findLastIndex", 1, (machine, self, given) -> index(new Walk(machine, self, given).last()))
                .with(
                        "some",
                        1,
                        (machine, self, given) -> Value.Bool.of(
                                new Walk(machine, self, given).first(true).isPresent()))
                .with(
                        "every",
                        1,
                        (machine, self, given) -> Value.Bool.of(
                                new Walk(machine, self, given).first(false).isEmpty()))
                .with("reduce", 1, (machine, self, given) -> reduce(machine, self, given, false))
                .with("reduceRight", 1, (machine, self, given) -> reduce(machine, self, given, true))
                .with("sort", 1, ListCallbacks::sort);
    }

    private static Fn function(Machine machine, Value given) {
        if (given instanceof Fn function) {
            return function;
        }
        throw machine.typeError(machine.convert().text(given) + " is not a function");
    }

    /** One element, and where it is. */
    private record Found(int index, Value element) {}

    private static Value element(Optional<Found> found) {
        return found.map(Found::element).orElse(Value.Nothing.UNDEFINED);
    }

    private static Value index(Optional<Found> found) {
        return new Value.Num(found.map(Found::index).orElse(-1));
    }

    /** A list as it is gone through: up to where it ended when that began, but for what it lost since. */
    private static final class Walk {
        private final Machine machine;
        private final Arr list;
        private final Fn function;
        private final Value self;
        private final int size;

        Walk(Machine machine, Value list, Arguments given) {
            this.machine = machine;
            this.list = ListBuiltins.own(machine, list);
            this.function = function(machine, given.at(0));
            this.self = given.at(1);
            this.size = this.list.size();
        }

        boolean has(int index) {
            return index < Math.min(size, list.size());
        }

        Value call(int index) {
            machine.meter().tick();
            return machine.call(function, self, Arguments.of(list.at(index), new Value.Num(index), list));
        }

        private Optional<Found> tested(int index, boolean wanted) {
            Value element = list.at(index);
            return Conversions.truth(call(index)) == wanted ? Optional.of(new Found(index, element)) : Optional.empty();
        }

        /** The first element of which the function holds, or does not. */
        Optional<Found> first(boolean wanted) {
            Optional<Found> found = Optional.empty();
            for (int i = 0; found.isEmpty() && has(i); i++) {
                found = tested(i, wanted);
            }
            return found;
        }

        Optional<Found> last() {
            Optional<Found> found = Optional.empty();
            for (int i = size - 1; found.isEmpty() && i >= 0; i--) {
                found = tested(i, true);
            }
            return found;
        }
    }

    private static Value map(Machine machine, Value self, Arguments given) {
        Walk walk = new Walk(machine, self, given);
        List<Value> results = new ArrayList<>();
        for (int i = 0; i < walk.size; i++) {
            results.add(walk.has(i) ? walk.call(i) : Value.Nothing.UNDEFINED);
            machine.meter().lengthOfList(results.size());
        }
        return machine.list(results);
    }

    private static Value filter(Machine machine, Value self, Arguments given) {
        Walk walk = new Walk(machine, self, given);
        List<Value> results = new ArrayList<>();
        for (int i = 0; walk.has(i); i++) {
            walk.tested(i, true).ifPresent(found -> results.add(found.element()));
            machine.meter().lengthOfList(results.size());
        }
        return machine.list(results);
    }

    private static Value forEach(Machine machine, Value self, Arguments given) {
        Walk walk = new Walk(machine, self, given);
        for (int i = 0; walk.has(i); i++) {
            walk.call(i);
        }
        return Value.Nothing.UNDEFINED;
    }

    private static Value flatMap(Machine machine, Value self, Arguments given) {
        Walk walk = new Walk(machine, self, given);
        List<Value> results = new ArrayList<>();
        for (int i = 0; walk.has(i); i++) {
            Value result = walk.call(i);
            if (result instanceof Arr inner) {
                results.addAll(inner.elements());
            } else {
                results.add(result);
            }
            machine.meter().lengthOfList(results.size());
        }
        return machine.list(results);
    }

    private static Value reduce(Machine machine, Value self, Arguments given, boolean fromRight) {
        Arr list = ListBuiltins.own(machine, self);
        Fn function = function(machine, given.at(0));
        int size = list.size();
        boolean started = given.size() > 1;
        if (!started && size == 0) {
            throw machine.typeError("Reduce of empty array with no initial value");
        }
        Value result = started ? given.at(1) : list.at(fromRight ? size - 1 : 0);
        for (int i = started ? 0 : 1; i < size; i++) {
            machine.meter().tick();
            int index = fromRight ? size - 1 - i : i;
            if (index < list.size()) {
                Arguments arguments = Arguments.of(result, list.at(index), new Value.Num(index), list);
                result = machine.call(function, Value.Nothing.UNDEFINED, arguments);
            }
        }
        return result;
    }

    /** {@code Array.from}: of what can be gone through, or of what has a length. */
    static Value from(Machine machine, Value self, Arguments given) {
        Value from = given.at(0);
        List<Value> elements;
        if (from instanceof Obj obj) {
            elements = new ArrayList<>();
            double length = machine.convert().integer(machine.properties().get(obj, "length"));
            machine.meter().lengthOfList((long) length);
            for (int i = 0; i < length; i++) {
                machine.meter().tick();
                elements.add(machine.properties().get(obj, Integer.toString(i)));
            }
        } else {
            elements = machine.properties().values(from);
        }
        Arr list = machine.list(elements);
        return given.has(1) ? map(machine, list, given.from(1)) : list;
    }

    private static Value sort(Machine machine, Value self, Arguments given) {
        Arr list = ListBuiltins.writable(machine, self);
        List<Value> defined = new ArrayList<>(list.elements());
        defined.removeIf(value -> value == Value.Nothing.UNDEFINED);
        machine.meter().list(list.size());
        List<Value> sorted = given.has(0)
                ? Sorting.by(machine, defined, function(machine, given.at(0)))
                : Sorting.byText(machine, defined);
        ListBuiltins.writable(machine, self);
        int size = list.size();
        for (int i = 0; i < size; i++) {
            list.elements().set(i, i < sorted.size() ? sorted.get(i) : Value.Nothing.UNDEFINED);
        }
        return self;
    }
}
