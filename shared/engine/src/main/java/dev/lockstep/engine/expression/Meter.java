package dev.lockstep.engine.expression;

import com.dashjoin.jsonata.Utils;
import dev.lockstep.engine.data.Stopwatch;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds one evaluation within its bounds: in time, in steps, in depth, and in what it may build. Values share their parts,
 * so that one small in memory may have a text of any length; hence each is measured as the tree that it spells.
 */
final class Meter {
    /** What is shorter is neither counted nor remembered: the bound on steps bounds it too. */
    private static final int SMALL = 64;

    private final long now = System.currentTimeMillis();
    private final IdentityHashMap<Object, Measure> known = new IdentityHashMap<>();
    private final Stopwatch stopwatch;
    private int steps;
    private int depth;
    private long traffic;
    private long given;
    private @Nullable LimitExceeded exceeded;

    Meter() {
        this(System::nanoTime);
    }

    Meter(LongSupplier nanoTime) {
        this.stopwatch = new Stopwatch(nanoTime);
    }

    /**
     * @param weight characters and elements
     * @param depth how deep it nests
     */
    record Measure(long weight, int depth) {}

    /** The time at which the evaluation began, in milliseconds. */
    long now() {
        return now;
    }

    void enter() {
        if (++depth > Limits.DEPTH) {
            throw exceed("the evaluation nests too deeply");
        }
        tick();
    }

    void leave(@Nullable Object result) {
        depth--;
        tick();
        admit(result);
    }

    void tick() {
        if (exceeded != null) {
            throw exceeded;
        }
        if (++steps > Limits.STEPS) {
            throw exceed("the evaluation takes too many steps");
        }
        if (stopwatch.look() > Limits.NANOS) {
            throw exceed("the evaluation takes too long");
        }
    }

    /** Refuses a value past the bounds. */
    void admit(@Nullable Object value) {
        if (value instanceof Pattern) {
            throw exceed("regular expressions are not supported in expressions");
        }
        if (value instanceof String text) {
            admitText(text);
        } else if (value instanceof List<?> || value instanceof Map<?, ?>) {
            int size = value instanceof List<?> list ? list.size() : ((Map<?, ?>) value).size();
            spend(size > SMALL ? size : 0);
            if (size > Limits.LIST && !known.containsKey(value)) {
                throw exceed("a list or object has more than " + Limits.LIST + " elements");
            }
            measure(value, 0);
        }
    }

    private void admitText(String text) {
        length(text.length());
        if (text.length() > SMALL && known.putIfAbsent(text, new Measure(text.length(), 0)) == null) {
            spend(text.length());
        }
    }

    /** Refuses a text before it is built. */
    void length(long length) {
        if (length > Limits.STRING) {
            throw exceed("a text is longer than " + Limits.STRING + " characters");
        }
    }

    /** Counts what the evaluation gives out. */
    void give(long weight) {
        given += weight;
        if (given > Limits.RESULT) {
            throw exceed("the result is too large");
        }
    }

    private void spend(long weight) {
        traffic += weight;
        if (traffic > Limits.TRAFFIC) {
            throw exceed("the evaluation builds too much");
        }
    }

    LimitExceeded exceed(String message) {
        LimitExceeded failure = new LimitExceeded(message);
        // The library may wrap or drop what is thrown; the next step throws it again.
        exceeded = failure;
        return failure;
    }

    void rethrow() {
        if (exceeded != null) {
            throw exceeded;
        }
    }

    /** Remembers a part of the document as given: it is not held to the bounds, and is not measured again. */
    void know(Object part, Measure measure) {
        known.put(part, measure);
    }

    /** The measure of a value, refused where it passes the bounds. */
    Measure measure(@Nullable Object value, int above) {
        if (above > Limits.VALUE_DEPTH) {
            throw exceed("a value nests too deeply");
        }
        if (value instanceof String text) {
            return new Measure(text.length() + 1L, 0);
        }
        if (!(value instanceof List<?>) && !(value instanceof Map<?, ?>)) {
            return new Measure(1, 0);
        }
        Measure before = known.get(value);
        if (before != null) {
            if (above + before.depth > Limits.VALUE_DEPTH) {
                throw exceed("a value nests too deeply");
            }
            return before;
        }
        Measure measured =
                value instanceof List<?> list ? measureList(list, above) : measureMap((Map<?, ?>) value, above);
        int size = value instanceof List<?> list ? list.size() : ((Map<?, ?>) value).size();
        if (size > SMALL) {
            known.put(value, measured);
        }
        return measured;
    }

    private Measure measureList(List<?> list, int above) {
        if (list instanceof Utils.RangeList) {
            return new Measure(list.size(), 1);
        }
        Measure sum = new Measure(1, 0);
        for (Object element : list) {
            sum = plus(sum, measure(element, above + 1), 0);
        }
        return new Measure(sum.weight, sum.depth + 1);
    }

    private Measure measureMap(Map<?, ?> map, int above) {
        Measure sum = new Measure(1, 0);
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            sum = plus(
                    sum,
                    measure(entry.getValue(), above + 1),
                    String.valueOf(entry.getKey()).length());
        }
        return new Measure(sum.weight, sum.depth + 1);
    }

    private Measure plus(Measure sum, Measure part, int key) {
        long weight = sum.weight + part.weight + key;
        if (weight > Limits.WEIGHT) {
            throw exceed("a value is too large");
        }
        return new Measure(weight, Math.max(sum.depth, part.depth));
    }
}
