package dev.lockstep.engine.expression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSONPath, for what JSONata's own paths tell differently: a list stays a list, however many are in it. It has names, numbers,
 * wildcards, slices, unions, {@code ..}, filters over {@code @}, and one of a few functions at its end. A path of names and single
 * numbers comes to a value, any other to the list of all that it leads to.
 */
public final class JsonPath {
    private final List<PathStep> steps;
    private final Optional<PathTail> tail;

    JsonPath(List<PathStep> steps, Optional<PathTail> tail) {
        this.steps = List.copyOf(steps);
        this.tail = tail;
    }

    /** What is wrong with the text of a path, if anything is. */
    public static Optional<String> flaw(String path) {
        try {
            JsonPath unused = PathParser.parse(path);
            return Optional.empty();
        } catch (PathParser.NoPath e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** What it leads to from a value; null where that is not there. */
    @Nullable
    Object in(Object value, Meter meter) {
        List<Object> reached = List.of(value);
        for (PathStep step : steps) {
            List<Object> next = new ArrayList<>();
            for (Object each : reached) {
                follow(step, each, next, meter);
            }
            reached = next;
        }
        boolean definite = steps.stream().allMatch(PathStep::isDefinite);
        Object result = definite ? (reached.isEmpty() ? null : reached.getFirst()) : reached;
        return tail.isEmpty() || result == null ? result : tail.get().of(result, meter);
    }

    private static void follow(PathStep step, Object value, List<Object> next, Meter meter) {
        meter.tick();
        switch (step) {
            case PathStep.Names names -> named(names.names(), value, next, meter);
            case PathStep.Indexes indexes -> {
                if (value instanceof List<?> list) {
                    indexes.indexes().forEach(index -> element(list, index, next, meter));
                }
            }
            case PathStep.All all -> within(value).forEach(each -> add(each, next, meter));
            case PathStep.Slice slice -> {
                if (value instanceof List<?> list) {
                    int from = bound(slice.from().orElse(0), list.size());
                    int to = bound(slice.to().orElse(list.size()), list.size());
                    list.subList(Math.min(from, to), to).forEach(each -> add(each, next, meter));
                }
            }
            case PathStep.Where where -> {
                List<?> candidates = value instanceof List<?> list ? list : List.of(value);
                candidates.stream()
                        .filter(each -> where.filter().holds(each, meter))
                        .forEach(each -> add(each, next, meter));
            }
            case PathStep.Deep deep -> deep(value, next, meter);
        }
    }

    private static void named(List<String> names, Object value, List<Object> next, Meter meter) {
        if (!(value instanceof Map<?, ?> map)) {
            return;
        }
        if (names.size() == 1) {
            Object found = map.get(names.getFirst());
            if (found != null) {
                add(found, next, meter);
            }
            return;
        }
        Map<String, Object> chosen = new LinkedHashMap<>();
        for (String name : names) {
            meter.tick();
            Object found = map.get(name);
            if (found != null) {
                chosen.put(name, found);
            }
        }
        add(chosen, next, meter);
    }

    private static void element(List<?> list, int index, List<Object> next, Meter meter) {
        int at = index < 0 ? index + list.size() : index;
        if (at >= 0 && at < list.size()) {
            add(list.get(at), next, meter);
        }
    }

    private static int bound(int number, int size) {
        return Math.clamp(number < 0 ? (long) number + size : number, 0, size);
    }

    private static Iterable<?> within(Object value) {
        return value instanceof List<?> list ? list : value instanceof Map<?, ?> map ? map.values() : List.of();
    }

    /** By a list of its own rather than by recursion: how deep a value nests is not known here. */
    private static void deep(Object value, List<Object> next, Meter meter) {
        int from = next.size();
        add(value, next, meter);
        for (int i = from; i < next.size(); i++) {
            Object each = next.get(i);
            within(each).forEach(inner -> add(inner, next, meter));
        }
    }

    private static void add(Object value, List<Object> list, Meter meter) {
        meter.tick();
        if (list.size() >= Limits.LIST) {
            throw meter.exceed("a path leads to more than " + Limits.LIST + " values");
        }
        list.add(value);
    }
}
