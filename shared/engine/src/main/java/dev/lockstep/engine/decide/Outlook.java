package dev.lockstep.engine.decide;

import java.time.Instant;
import java.util.List;

/**
 * What is to come of all that is recorded of an execution.
 *
 * @param effects what has left no trace yet, timers that are still to come included
 */
public record Outlook(List<Effect> effects) {
    /** The timers alone: the sends that a retry, a lease or a deadline waits for. */
    public List<Effect.Send> timers() {
        return effects.stream()
                .filter(Effect.Send.class::isInstance)
                .map(Effect.Send.class::cast)
                .filter(send -> !send.notBefore().equals(Instant.EPOCH))
                .toList();
    }

    /** Whether nothing is left but timers after this time, so that nothing can have been lost. */
    public boolean hasOnlyTimersAfter(Instant time) {
        return effects.stream()
                .allMatch(effect ->
                        effect instanceof Effect.Send send && send.notBefore().isAfter(time));
    }
}
