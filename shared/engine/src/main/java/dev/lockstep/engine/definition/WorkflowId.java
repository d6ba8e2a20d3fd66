package dev.lockstep.engine.definition;

import com.fasterxml.jackson.annotation.JsonValue;

/** {@code wf-} and a ULID in lower case. */
public record WorkflowId(@JsonValue String value) {
    @Override
    public String toString() {
        return value;
    }
}
