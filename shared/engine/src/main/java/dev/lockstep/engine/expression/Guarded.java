package dev.lockstep.engine.expression;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.Jsonata.JFunction;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A function of the library under the meter. The library's callbacks see only what an expression evaluates, not what one
 * function calls by itself, as in {@code $reduce(lists, $append)}.
 */
final class Guarded extends JFunction {
    private final String name;
    private final Supplier<Meter> meter;

    Guarded(Builtins.Declared declared, Supplier<Meter> meter) {
        super(declared.name(), declared.signature(), Functions.class, null, declared.method());
        this.name = declared.name();
        this.meter = meter;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public @Nullable Object call(@Nullable Object input, List args) {
        Meter running = meter.get();
        running.tick();
        List<?> arguments = args;
        Builtins.checkArguments(name, arguments, running);
        Builtins.Safe safe = Builtins.safe(name);
        Object result = safe == null ? super.call(input, args) : safe.call(arguments, running);
        running.admit(result);
        return result;
    }
}
