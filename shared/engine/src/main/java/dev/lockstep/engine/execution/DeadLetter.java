package dev.lockstep.engine.execution;

import dev.lockstep.engine.definition.Workspace;
import java.time.Instant;
import java.util.Optional;

/**
 * A message that ran out of deliveries.
 *
 * @param id {@code dl-} and a ULID in lower case, of when it was sent, so that it is the same whoever records it and however often
 * @param reason why it came to that, for a person to read
 * @param expiresAt until when it is kept, in whole seconds
 * @param redriven when and by whom it was set going again, once it was
 */
public record DeadLetter(
        String id,
        Workspace workspace,
        Instant failedAt,
        String reason,
        Content content,
        Instant expiresAt,
        Optional<Redriven> redriven) {

    /** What was in it. */
    public sealed interface Content {
        record OfStep(Step step) implements Content {}

        /**
         * Nothing that names a step. The body itself is not kept, since nobody knows what is in it.
         *
         * @param sha256 of the body, in hexadecimal digits
         * @param bytes how many the body has
         */
        record Unreadable(String messageId, String sha256, long bytes) implements Content {}
    }

    public record Redriven(Instant at, Actor by) {}

    /** This one after it was set going again. */
    public DeadLetter with(Redriven by) {
        return new DeadLetter(id, workspace, failedAt, reason, content, expiresAt, Optional.of(by));
    }
}
