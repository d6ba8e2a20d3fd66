package dev.lockstep.engine.script;

import java.util.ArrayList;
import java.util.List;

/** What a function is called with. */
record Arguments(List<Value> values) {
    static final Arguments NONE = new Arguments(List.of());

    static Arguments of(Value... values) {
        return new Arguments(List.of(values));
    }

    int size() {
        return values.size();
    }

    Value at(int index) {
        return index < values.size() ? values.get(index) : Value.Nothing.UNDEFINED;
    }

    boolean has(int index) {
        return at(index) != Value.Nothing.UNDEFINED;
    }

    Arguments from(int index) {
        return index >= values.size() ? NONE : new Arguments(values.subList(index, values.size()));
    }

    Arguments after(List<Value> first) {
        List<Value> all = new ArrayList<>(first);
        all.addAll(values);
        return new Arguments(all);
    }
}
