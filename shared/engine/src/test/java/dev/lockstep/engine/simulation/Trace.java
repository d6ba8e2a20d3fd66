package dev.lockstep.engine.simulation;

import java.util.function.Consumer;
import java.util.function.Supplier;

/** What happens, told step by step to whoever replays a seed, and to nobody otherwise. */
final class Trace {
    static final Trace NONE = new Trace(line -> {}, false);

    private final Consumer<String> to;
    private final boolean on;

    private Trace(Consumer<String> to, boolean on) {
        this.to = to;
        this.on = on;
    }

    static Trace to(Consumer<String> to) {
        return new Trace(to, true);
    }

    void tell(Supplier<String> line) {
        if (on) {
            to.accept(line.get());
        }
    }
}
