package dev.lockstep.engine.webhook;

import java.util.List;

/**
 * Which types of events somebody wants to hear of.
 *
 * @param patterns each a type, {@code execution.*}, {@code step.*} or {@code *}; none for all
 */
public record EventFilter(List<String> patterns) {
    /** As many as anybody can mean. */
    public static final int MOST = 20;

    public static final EventFilter ALL = new EventFilter(List.of());

    public EventFilter {
        patterns = List.copyOf(patterns);
    }

    public boolean takes(EventType type) {
        return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> matches(pattern, type));
    }

    private static boolean matches(String pattern, EventType type) {
        return pattern.equals("*") || pattern.equals(type.subject() + ".*") || pattern.equals(type.text());
    }

    /** Whether a pattern matches anything at all. */
    public static boolean isPattern(String pattern) {
        for (EventType type : EventType.values()) {
            if (matches(pattern, type)) {
                return true;
            }
        }
        return false;
    }
}
