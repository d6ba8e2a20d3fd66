package dev.lockstep.engine.webhook;

import dev.lockstep.engine.definition.WorkflowId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * That a receiver is told of the executions of a workspace, from those on that start after it was made.
 *
 * @param signing which secret
 * @param failingSince when the first of the deliveries failed that failed without one between that succeeded
 * @param disabled since when and why nothing is sent any more
 * @param revision how often it was written
 */
public record Subscription(
        SubscriptionKey key,
        Spec spec,
        Instant createdAt,
        String createdBy,
        SigningGeneration signing,
        Optional<Instant> failingSince,
        Optional<Disabled> disabled,
        long revision) {
    /** After so long without any success, nothing more is sent. The last try of a delivery is some three days after its first. */
    public static final Duration PATIENCE = Duration.ofDays(5);

    /** How many a workspace may have: each is a delivery for each event. */
    public static final int MOST = 20;

    /**
     * What was asked for.
     *
     * @param workflow of whose executions it is told; of all where it names none
     */
    public record Spec(String url, EventFilter events, Optional<WorkflowId> workflow, Optional<String> description) {}

    public record Disabled(Instant at, String reason) {}

    static Subscription create(SubscriptionKey key, Spec spec, Instant now, String by) {
        return new Subscription(key, spec, now, by, SigningGeneration.FIRST, Optional.empty(), Optional.empty(), 1);
    }

    /** Whether it is told of the executions of that workflow. */
    public boolean isFor(WorkflowId other) {
        return disabled.isEmpty() && spec.workflow().map(other::equals).orElse(true);
    }

    Subscription rotated(Instant now, Duration overlap) {
        return with(signing.rotated(now, overlap), failingSince, disabled);
    }

    Subscription disabled(Instant now, String reason) {
        return with(signing, failingSince, Optional.of(new Disabled(now, reason)));
    }

    Subscription enabled() {
        return with(signing, Optional.empty(), Optional.empty());
    }

    /** After a delivery that succeeded. */
    Subscription succeeded() {
        return with(signing, Optional.empty(), disabled);
    }

    /** After a delivery that failed. */
    Subscription failed(Instant now) {
        if (failingSince.isEmpty()) {
            return with(signing, Optional.of(now), disabled);
        }
        return disabled.isEmpty() && !failingSince.get().plus(PATIENCE).isAfter(now)
                ? disabled(now, "nothing could be delivered for " + PATIENCE.toDays() + " days")
                : this;
    }

    private Subscription with(SigningGeneration generation, Optional<Instant> failing, Optional<Disabled> off) {
        return new Subscription(key, spec, createdAt, createdBy, generation, failing, off, revision);
    }

    /** This subscription as it is recorded after one more write. */
    public Subscription written() {
        return new Subscription(key, spec, createdAt, createdBy, signing, failingSince, disabled, revision + 1);
    }
}
