package dev.lockstep.engine.usecases;

import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.DeadLetter;
import dev.lockstep.engine.execution.DeadLetter.Content;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.execution.Ulid;
import dev.lockstep.engine.ports.DeadLetterStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Takes messages that ran out of deliveries. Each is listed first, and then its stage is failed: both can be done again, so that
 * whatever breaks off in between, a message that is gone has left both.
 */
public final class TakeDeadLetter {
    private final DeadLetterStore letters;
    private final FailDeadStep failDeadStep;
    private final Duration retention;
    private final InstantSource clock;

    public TakeDeadLetter(DeadLetterStore letters, FailDeadStep failDeadStep, Duration retention, InstantSource clock) {
        this.letters = letters;
        this.failDeadStep = failDeadStep;
        this.retention = retention;
        this.clock = clock;
    }

    /** Of a message: what is the same at each of its deliveries. */
    public record Envelope(String messageId, Instant sentAt) {}

    public void take(Envelope envelope, Step step) {
        list(envelope, step.workflow().workspace(), Failure.deadLettered().message(), new Content.OfStep(step));
        failDeadStep.fail(step);
    }

    /** One that names no step, and so no workspace either: whoever runs the deployment is to see it. */
    public void takeUnreadable(Envelope envelope, String sha256, long bytes) {
        list(
                envelope,
                Workspace.DEFAULT,
                "the message names no step",
                new Content.Unreadable(envelope.messageId(), sha256, bytes));
    }

    private void list(Envelope envelope, Workspace workspace, String reason, Content content) {
        Instant now = clock.instant();
        String id = "dl-" + Ulid.of(envelope.sentAt(), Digest.sha256(envelope.messageId()));
        Instant expiresAt = now.plus(retention).truncatedTo(ChronoUnit.SECONDS);
        letters.add(new DeadLetter(id, workspace, now, reason, content, expiresAt, Optional.empty()));
    }
}
