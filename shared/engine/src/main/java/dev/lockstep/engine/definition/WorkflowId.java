package dev.lockstep.engine.definition;

import com.fasterxml.jackson.annotation.JsonValue;

/** {@code wf-} and a ULID in lower case; of a machine, the name that its definition has. */
public record WorkflowId(@JsonValue String value) {
    @Override
    public String toString() {
        return value;
    }
}
