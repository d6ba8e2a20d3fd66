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
                .with(
                        "find",
                        1,
                        (machine, self, given) -> first(machine, self, given)
                                .map(index -> ListBuiltins.own(machine, self).at(index))
                                .orElse(Value.Nothing.UNDEFINED))
                .with(
                        "findIndex",
                        1,
                        (machine, self, given) ->
                                new Value.Num(first(machine, self, given).orElse(-1)))
                .with(
                        "findLast",
                        1,
                        (machine, self, given) -> last(machine, self, given)
                                .map(index -> ListBuiltins.own(machine, self).at(index))
                                .orElse(Value.Nothing.UNDEFINED))
                .with(
                        "findLastIndex",
                        1,
                        (machine, self, given) ->
                                new Value.Num(last(machine, self, given).orElse(-1)))
                .with(
                        "some",
                        1,
                        (machine, self, given) ->
                                Value.Bool.of(first(machine, self, given).isPresent()))
                .with("every", 1, ListCallbacks::every)
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

    private static Value call(Machine machine, Arr list, int index, Arguments given) {
        machine.meter().tick();
        return machine.call(
                function(machine, given.at(0)), given.at(1), Arguments.of(list.at(index), new Value.Num(index), list));
    }

    private static Value map(Machine machine, Value self, Arguments given) {
        Arr list = ListBuiltins.own(machine, self);
        function(machine, given.at(0));
        List<Value> results = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            results.add(call(machine, list, i, given));
            machine.meter().lengthOfList(results.size());
        }
        return machine.list(results);
    }

    private static Value filter(Machine machine, Value self, Arguments given) {
        Arr list = ListBuiltins.own(machine, self);
        function(machine, given.at(0));
        List<Value> results = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            Value element = list.at(i);
            if (Conversions.truth(call(machine, list, i, given))) {
                results.add(element);
                machine.meter().lengthOfList(results.size());
            }
        }
        return machine.list(results);
    }

    private static Value forEach(Machine machine, Value self, Arguments given) {
        Arr list = ListBuiltins.own(machine, self);
        function(machine, given.at(0));
        int size = list.size();
        for (int i = 0; i < Math.min(size, list.size()); i++) {
            call(machine, list, i, given);
        }
        return Value.Nothing.UNDEFINED;
    }

    private static Value flatMap(Machine machine, Value self, Arguments given) {
        Arr list = ListBuiltins.own(machine, self);
        function(machine, given.at(0));
        List<Value> results = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            Value result = call(machine, list, i, given);
            if (result instanceof Arr inner) {
                results.addAll(inner.elements());
            } else {
                results.add(result);
            }
            machine.meter().lengthOfList(results.size());
        }
        return machine.list(results);
    }

    private static Optional<Integer> first(Machine machine, Value self, Arguments given) {
        Arr list = ListBuiltins.own(machine, self);
        function(machine, given.at(0));
        for (int i = 0; i < list.size(); i++) {
            if (Conversions.truth(call(machine, list, i, given))) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private static Optional<Integer> last(Machine machine, Value self, Arguments given) {
        Arr list = ListBuiltins.own(machine, self);
        function(machine, given.at(0));
        for (int i = list.size() - 1; i >= 0; i--) {
            if (Conversions.truth(call(machine, list, i, given))) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private static Value every(Machine machine, Value self, Arguments given) {
        Arr list = ListBuiltins.own(machine, self);
        function(machine, given.at(0));
        for (int i = 0; i < list.size(); i++) {
            if (!Conversions.truth(call(machine, list, i, given))) {
                return Value.Bool.of(false);
            }
        }
        return Value.Bool.of(true);
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
            Arguments arguments = Arguments.of(result, list.at(index), new Value.Num(index), list);
            result = machine.call(function, Value.Nothing.UNDEFINED, arguments);
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
