package dev.lockstep.engine.operations;

import dev.lockstep.engine.data.DataType;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.Paths;
import dev.lockstep.engine.definition.Faults;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Operations that are about time. */
final class TimeOperations {
    private static final Duration LONGEST = Duration.ofDays(3_660);
    private static final List<String> FIELDS = List.of("seconds", "duration", "until");

    private TimeOperations() {}

    static List<Operation> all() {
        return List.of(new Wait());
    }

    private record Wait() implements Operation {
        @Override
        public String type() {
            return "Wait";
        }

        @Override
        public String title() {
            return "Gives what it takes, later";
        }

        @Override
        public DataType takes() {
            return DataType.ANY;
        }

        @Override
        public DataType gives(DataType input) {
            return input;
        }

        @Override
        public List<ConfigField> config() {
            return List.of(
                    new ConfigField("seconds", Json.object().put("type", "number"), false, "How long, in seconds"),
                    ConfigField.text("duration", "How long, as in P1DT12H (ISO 8601; a day is 24 hours)"),
                    ConfigField.text("until", "Until when, as in 2027-01-31T08:00:00Z (RFC 3339)"));
        }

        @Override
        public void check(ObjectNode config, String path, Faults faults) {
            List<String> given = FIELDS.stream().filter(config::has).toList();
            if (given.size() != 1) {
                faults.add(path, "Wait takes just one of " + String.join(", ", FIELDS));
                return;
            }
            String field = given.getFirst();
            if (!config.get(field).isNull()) {
                try {
                    time(config, Instant.EPOCH);
                } catch (OperationFailure e) {
                    faults.add(Paths.field(path, field), String.valueOf(e.getMessage()));
                }
            }
        }

        @Override
        public Optional<Instant> notBefore(Call call, Instant reachedAt) throws OperationFailure {
            return Optional.of(time(call.config(), reachedAt));
        }

        @Override
        public JsonNode run(Call call) {
            return call.input();
        }

        private static Instant time(ObjectNode config, Instant reachedAt) throws OperationFailure {
            try {
                return config.has("until")
                        ? OffsetDateTime.parse(text(config, "until")).toInstant()
                        : reachedAt.plus(duration(config));
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
}
