package dev.lockstep.dialects.conductor.search;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How summaries say what they are made of: what is not there is left out, and times are texts. */
final class Summaries {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Summaries() {}

    static void copy(ObjectNode from, ObjectNode to, String field) {
        JsonNode value = from.path(field);
        if (!value.isMissingNode() && !value.isNull()) {
            to.set(field, value);
        }
    }

    static void copyTimes(ObjectNode from, ObjectNode to, String... fields) {
        for (String field : fields) {
            long millis = from.path(field).asLong(0);
            if (millis > 0) {
                to.put(field, TIME.format(Instant.ofEpochMilli(millis)));
            }
        }
    }

    /** From one time to another; nothing where either is not there yet. */
    static long millis(ObjectNode row, String from, String to) {
        long start = row.path(from).asLong(0);
        long end = row.path(to).asLong(0);
        return start > 0 && end > start ? end - start : 0;
    }
}
