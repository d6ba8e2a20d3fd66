package dev.lockstep.adapters.http;

import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Fields;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Reads times from bodies, within what due times and ids can be. */
public final class BodyTimes {
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private BodyTimes() {}

    /** A time; where there is none, or it is wrong, which is noted, nothing. */
    public static Optional<Instant> read(Fields body, String field, Faults faults) {
        return body.text(field, 64).flatMap(text -> {
            try {
                Instant at = OffsetDateTime.parse(text).toInstant();
                if (at.isBefore(Instant.EPOCH) || at.isAfter(LATEST)) {
                    faults.add(body.at(field), "must be from the years 1970 to 9999");
                }
                return Optional.of(at);
            } catch (DateTimeParseException e) {
                faults.add(body.at(field), "must be a time as in 2027-01-31T00:00:00Z");
                return Optional.empty();
            }
        });
    }
}
