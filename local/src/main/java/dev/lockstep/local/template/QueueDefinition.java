package dev.lockstep.local.template;

import java.time.Duration;
import java.util.Optional;

/** A queue of the template. */
public record QueueDefinition(String id, Duration visibility, Optional<Redrive> redrive) {
    /**
     * Where messages go that ran out of deliveries.
     *
     * @param target the other queue's logical id
     */
    public record Redrive(String target, int maxReceiveCount) {}
}
