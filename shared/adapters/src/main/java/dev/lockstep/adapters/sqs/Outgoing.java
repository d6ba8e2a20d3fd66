package dev.lockstep.adapters.sqs;

import dev.lockstep.engine.ports.StepQueue.Delayed;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A message on its way to the queue. What becomes of it is written and read under the lock of {@link SharedBatches}. */
final class Outgoing {
    private static final int NANOS_ABOVE_A_SECOND = 999_999_999;

    final String body;
    final int bytes;
    final int delaySeconds;
    private boolean settled;
    private @Nullable RuntimeException failure;

    private Outgoing(String body, int delaySeconds) {
        this.body = body;
        this.bytes = body.getBytes(StandardCharsets.UTF_8).length;
        this.delaySeconds = delaySeconds;
    }

    /** The queue counts whole seconds; a part of one is rounded up, since no step may be early. */
    static Outgoing of(Delayed delayed) {
        long seconds = delayed.delay().plusNanos(NANOS_ABOVE_A_SECOND).toSeconds();
        return new Outgoing(StepMessage.write(delayed.step()), Math.toIntExact(seconds));
    }

    void settle(Optional<RuntimeException> why) {
        settled = true;
        failure = why.orElse(null);
    }

    boolean isSettled() {
        return settled;
    }

    Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure);
    }
}
