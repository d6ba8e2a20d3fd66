package dev.lockstep.engine.webhook;

import dev.lockstep.engine.execution.StageRunKey;
import java.time.Instant;

/** Something that happened in an execution, and that receivers are told of. */
public sealed interface WebhookEvent {
    EventType type();

    /** The execution's revision at it: of two events, the one that happened later has the greater. */
    long sequence();

    Instant at();

    /** The execution's own status changed. */
    record OfExecution(EventType type, long sequence, Instant at) implements WebhookEvent {}

    /** A stage run ended. */
    record OfStage(EventType type, long sequence, Instant at, StageRunKey run) implements WebhookEvent {}
}
