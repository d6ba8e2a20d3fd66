package dev.lockstep.engine.script;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A family of the language's functions, as it is put together. */
final class Natives {
    private final Map<String, Value> all = new LinkedHashMap<>();

    Natives with(String name, int arity, Fn.Body body) {
        all.put(name, new Fn.Native(name, arity, body));
        return this;
    }

    Natives with(String name, Value value) {
        all.put(name, value);
        return this;
    }

    Natives with(String name, double number) {
        return with(name, new Value.Num(number));
    }

    /** In the order in which they were named. */
    Map<String, Value> all() {
        return Collections.unmodifiableMap(all);
    }

    /**
     * A function that a type is named for.
     *
     * @param methods what its values can do
     */
    static Fn.Native type(String name, Fn.Body body, Fn.Body creates, Natives members, Map<String, Value> methods) {
        members.with("prototype", Obj.fixed(methods));
        return new Fn.Native(name, 1, body, Optional.of(creates), members.all());
    }
}
