package dev.lockstep.engine.operations;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.Paths;
import dev.lockstep.engine.definition.Faults;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** A time that a configuration tells, by one of three fields. */
public final class Deadline {
    private static final Duration LONGEST = Duration.ofDays(3_660);
    /** The fields, of which a configuration has one. */
    public static final List<String> FIELDS = List.of("seconds", "duration", "until");

    private Deadline() {}

    static List<ConfigField> fields() {
        return List.of(
                new ConfigField("seconds", Json.object().put("type", "number"), false, "How long, in seconds"),
                ConfigField.text("duration", "How long, as in P1DT12H (ISO 8601; a day is 24 hours)"),
                ConfigField.text("until", "Until when, as in 2027-01-31T08:00:00Z (RFC 3339)"));
    }

    /** Whether a configuration tells one. */
    public static boolean isIn(ObjectNode config) {
        return FIELDS.stream().anyMatch(config::has);
    }

    /** Tells what is wrong with the fields that hold no template. */
    static void check(ObjectNode config, String path, String type, Faults faults) {
        List<String> given = FIELDS.stream().filter(config::has).toList();
        if (given.size() != 1) {
            faults.add(path, type + " takes just one of " + String.join(", ", FIELDS));
            return;
        }
        String field = given.getFirst();
        if (!config.get(field).isNull()) {
            try {
                of(config, Instant.EPOCH);
            } catch (OperationFailure e) {
                faults.add(Paths.field(path, field), String.valueOf(e.getMessage()));
            }
        }
    }

    /**
     * The time.
     *
     * @param from when a duration begins
     * @throws OperationFailure where the configuration does not tell
     */
    public static Instant of(ObjectNode config, Instant from) throws OperationFailure {
        try {
            return config.has("until")
                    ? OffsetDateTime.parse(text(config, "until")).toInstant()
                    : from.plus(duration(config));
        } catch (DateTimeParseException e) {
            throw invalid("is no duration as in PT1H30M or P7D, or no time as in 2027-01-31T08:00:00Z");
        }
    }

    private static Duration duration(ObjectNode config) throws OperationFailure {
        Duration duration;
        if (config.has("seconds")) {
            double seconds = config.path("seconds").asDouble(-1);
            duration = Duration.ofMillis((long) Math.clamp(seconds * 1_000, -1, LONGEST.toMillis() + 1.0));
        } else {
            duration = Duration.parse(text(config, "duration"));
        }
        if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
            throw invalid("must be from nothing to " + LONGEST.toDays() + " days");
        }
        return duration;
    }

    private static String text(ObjectNode config, String field) {
        return config.path(field).asString("");
    }

    private static OperationFailure invalid(String message) {
        return new OperationFailure("InvalidTime", message);
    }
}
