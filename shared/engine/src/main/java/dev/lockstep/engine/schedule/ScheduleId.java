package dev.lockstep.engine.schedule;

import com.fasterxml.jackson.annotation.JsonValue;

/** {@code sch-} and a ULID in lower case. */
public record ScheduleId(@JsonValue String value) {
    @Override
    public String toString() {
        return value;
    }
}
