package dev.lockstep.engine.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A list. It has no gaps: what is left out is undefined. */
final class Arr implements Value.Thing {
    private final List<Value> elements;

    /** What is known of it besides its elements, as where a pattern matched. */
    private final Map<String, Value> about;

    private boolean frozen;

    Arr(List<Value> elements) {
        this(elements, Map.of());
    }

    Arr(List<Value> elements, Map<String, Value> about) {
        this.elements = elements;
        this.about = about;
    }

    Arr() {
        this(new ArrayList<>());
    }

    List<Value> elements() {
        return elements;
    }

    Map<String, Value> about() {
        return about;
    }

    int size() {
        return elements.size();
    }

    Value at(int index) {
        return index >= 0 && index < elements.size() ? elements.get(index) : Value.Nothing.UNDEFINED;
    }

    void freeze() {
        frozen = true;
    }

    boolean isFrozen() {
        return frozen;
    }
}
