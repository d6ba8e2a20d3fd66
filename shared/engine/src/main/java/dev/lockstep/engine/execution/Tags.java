package dev.lockstep.engine.execution;

import dev.lockstep.engine.definition.Domains;
import java.util.Optional;

/**
 * What a caller says about an execution beside its input.
 *
 * @param correlationId the caller's own name for it
 * @param priority kept and given back
 * @param webhookUrl who is told how it goes
 * @param startedBy the id of the key that started it; kept only where its workflow asks for it
 * @param domains which workers are to have its tasks
 * @param idempotencyKey that it was started under, where that is to be known of it
 */
public record Tags(
        Optional<String> correlationId,
        Optional<Integer> priority,
        Optional<String> webhookUrl,
        Optional<String> startedBy,
        Domains domains,
        Optional<String> idempotencyKey) {
    public static final Tags NONE = new Tags(Optional.empty(), Optional.empty());

    public Tags(Optional<String> correlationId, Optional<Integer> priority) {
        this(correlationId, priority, Optional.empty());
    }

    public Tags(Optional<String> correlationId, Optional<Integer> priority, Optional<String> webhookUrl) {
        this(correlationId, priority, webhookUrl, Optional.empty(), Domains.NONE, Optional.empty());
    }

    /** The same, called so by the caller. */
    Tags called(String other) {
        return new Tags(Optional.of(other), priority, webhookUrl, startedBy, domains, idempotencyKey);
    }

    /** The same, with the key that started it. */
    public Tags startedBy(String key) {
        return new Tags(correlationId, priority, webhookUrl, Optional.of(key), domains, idempotencyKey);
    }

    /** The same, with these workers to have its tasks. */
    public Tags in(Domains other) {
        return new Tags(correlationId, priority, webhookUrl, startedBy, other, idempotencyKey);
    }

    /** The same, with the key that it is started under. */
    public Tags startedUnder(String key) {
        return new Tags(correlationId, priority, webhookUrl, startedBy, domains, Optional.of(key));
    }
}
