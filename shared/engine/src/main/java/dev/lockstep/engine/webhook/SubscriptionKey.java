package dev.lockstep.engine.webhook;

import dev.lockstep.engine.definition.Workspace;

/**
 * Names a subscription.
 *
 * @param id {@code sub-} and a ULID
 */
public record SubscriptionKey(Workspace workspace, String id) {}
