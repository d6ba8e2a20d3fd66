package dev.lockstep.client;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads server-sent events, as the HTML standard has them, line by line. */
final class EventReader {
    private final StringBuilder data = new StringBuilder();
    private String type = "";
    private String id = "";
    private Optional<Duration> retry = Optional.empty();

    /** An event of any type. */
    record Event(String type, String id, String data) {
        /** The number that updates are known by. */
        OptionalLong sequence() {
            return id.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(id)) : OptionalLong.empty();
        }
    }

    /** How long the server asks to wait before connecting again. */
    Optional<Duration> retry() {
        return retry;
    }

    /** The event that ends with this line, if one does. */
    Optional<Event> line(String line) {
        if (line.isEmpty()) {
            return dispatched();
        }
        int colon = line.indexOf(':');
        String name = colon < 0 ? line : line.substring(0, colon);
        String rest = colon < 0 ? "" : line.substring(colon + 1);
        field(name, rest.startsWith(" ") ? rest.substring(1) : rest);
        return Optional.empty();
    }

    private void field(String name, String value) {
        switch (name) {
            case "event" -> type = value;
            case "data" -> data.append(value).append('\n');
            case "id" -> id = value.indexOf('\0') < 0 ? value : id;
            case "retry" -> retry = value.matches("\\d{1,9}") ? Optional.of(millis(value)) : retry;
            default -> {
                // A comment, or what the standard has us ignore.
            }
        }
    }

    private static Duration millis(String value) {
        return Duration.ofMillis(Long.parseLong(value));
    }

    private Optional<Event> dispatched() {
        Optional<Event> event = data.isEmpty()
                ? Optional.empty()
                : Optional.of(new Event(type.isEmpty() ? "message" : type, id, data.substring(0, data.length() - 1)));
        data.setLength(0);
        type = "";
        return event;
    }
}
