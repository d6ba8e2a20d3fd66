package dev.lockstep.engine.expression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** What may stand at the end of a {@link JsonPath}, as in {@code .length()}. */
enum PathTail {
    LENGTH("length"),
    SIZE("size"),
    KEYS("keys"),
    FIRST("first"),
    LAST("last"),
    SUM("sum"),
    AVG("avg"),
    MIN("min"),
    MAX("max");

    private final String word;

    PathTail(String word) {
        this.word = word;
    }

    static Optional<PathTail> named(String word) {
        return Arrays.stream(values()).filter(tail -> tail.word.equals(word)).findFirst();
    }

    /** Null of what it does not fit. */
    @Nullable
    Object of(Object value, Meter meter) {
        List<?> list = value instanceof List<?> given ? given : List.of();
        return switch (this) {
            case LENGTH, SIZE -> length(value);
            case KEYS -> value instanceof Map<?, ?> map ? new ArrayList<>(map.keySet()) : null;
            case FIRST -> list.isEmpty() ? null : list.getFirst();
            case LAST -> list.isEmpty() ? null : list.getLast();
            case SUM -> numbers(list, meter).sum();
            case AVG -> orNull(numbers(list, meter).average());
            case MIN -> orNull(numbers(list, meter).min());
            case MAX -> orNull(numbers(list, meter).max());
        };
    }

    private static @Nullable Object length(Object value) {
        return switch (value) {
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            case String text -> text.length();
            default -> null;
        };
    }

    private static DoubleStream numbers(List<?> list, Meter meter) {
        return list.stream().filter(Number.class::isInstance).mapToDouble(number -> {
            meter.tick();
            return ((Number) number).doubleValue();
        });
    }

    private static @Nullable Object orNull(OptionalDouble number) {
        return number.isPresent() ? number.getAsDouble() : null;
    }
}
