package dev.lockstep.engine.script;

import java.util.LinkedHashMap;
import java.util.Map;

/** A {@code Map}; or a {@code Set}, in which each key is its own value. */
final class Keyed implements Value.Thing {
    private final Map<Value, Value> entries = new LinkedHashMap<>();
    private final boolean set;

    Keyed(boolean set) {
        this.set = set;
    }

    boolean isSet() {
        return set;
    }

    Map<Value, Value> entries() {
        return entries;
    }

    /** There is but one zero. */
    static Value key(Value value) {
        return value instanceof Value.Num number && number.number() == 0 ? new Value.Num(0) : value;
    }
}
