package dev.lockstep.engine.progress;

import dev.lockstep.engine.webhook.Subscription;
import dev.lockstep.engine.webhook.Watch;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who wants to hear of an execution.
 *
 * @param watch how far receivers of webhooks were told of it; empty where none is, and of a new execution
 * @param subscriptions of a new execution, those of its workspace
 * @param connections the ids of those that follow it live; of a new execution, those that follow its workflow
 */
public record Audience(Optional<Watch> watch, List<Subscription> subscriptions, List<String> connections) {
    public Audience {
        subscriptions = List.copyOf(subscriptions);
        connections = List.copyOf(connections);
    }

    /** This, and these connections. */
    Audience and(List<String> more) {
        return new Audience(
                watch,
                subscriptions,
                Stream.concat(connections.stream(), more.stream()).distinct().toList());
    }

    public boolean isEmpty() {
        return watch.isEmpty() && subscriptions.isEmpty() && connections.isEmpty();
    }
}
