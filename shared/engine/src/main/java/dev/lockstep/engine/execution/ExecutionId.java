package dev.lockstep.engine.execution;

/** {@code ex-} and a ULID in lower case, so that ids sort by time. */
public record ExecutionId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
