package dev.lockstep.engine.script;

import java.util.ArrayList;
import java.util.List;

/** Sorts by merging. The library's own sort refuses an order that contradicts itself, as a script's may. */
final class Sorting {
    private Sorting() {}

    /** Whether the second comes before the first. */
    private interface Order<T> {
        boolean turned(T first, T second);
    }

    private record Spelled(Value value, String text) {}

    static List<Value> byText(Machine machine, List<Value> values) {
        List<Spelled> spelled = new ArrayList<>();
        for (Value value : values) {
            spelled.add(new Spelled(value, machine.convert().text(value)));
        }
        Order<Spelled> order = (first, second) -> {
            machine.meter().tick();
            return first.text().compareTo(second.text()) > 0;
        };
        return sorted(spelled, order).stream().map(Spelled::value).toList();
    }

    static List<Value> by(Machine machine, List<Value> values, Fn function) {
        return sorted(values, (first, second) -> {
            Value order = machine.call(function, Value.Nothing.UNDEFINED, Arguments.of(first, second));
            return machine.convert().number(order) > 0;
        });
    }

    private static <T> List<T> sorted(List<T> values, Order<T> order) {
        if (values.size() < 2) {
            return values;
        }
        int middle = values.size() / 2;
        List<T> left = sorted(values.subList(0, middle), order);
        List<T> right = sorted(values.subList(middle, values.size()), order);
        List<T> merged = new ArrayList<>(values.size());
        int at = 0;
        for (T value : left) {
            while (at < right.size() && order.turned(value, right.get(at))) {
                merged.add(right.get(at++));
            }
            merged.add(value);
        }
        merged.addAll(right.subList(at, right.size()));
        return merged;
    }
}
