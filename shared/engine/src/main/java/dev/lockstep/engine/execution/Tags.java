package dev.lockstep.engine.execution;

import java.util.Optional;

/**
 * What a caller says about an execution beside its input.
 *
 * @param correlationId the caller's own name for it
 * @param priority kept and given back
 * @param webhookUrl who is told how it goes
 */
public record Tags(Optional<String> correlationId, Optional<Integer> priority, Optional<String> webhookUrl) {
    public static final Tags NONE = new Tags(Optional.empty(), Optional.empty());

    public Tags(Optional<String> correlationId, Optional<Integer> priority) {
        this(correlationId, priority, Optional.empty());
    }
}
