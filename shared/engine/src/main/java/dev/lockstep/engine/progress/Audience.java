package dev.lockstep.engine.progress;

import dev.lockstep.engine.live.Follower;
import dev.lockstep.engine.webhook.Subscription;
import dev.lockstep.engine.webhook.Watch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who wants to hear of an execution.
 *
 * @param watch how far receivers of webhooks were told of it; empty where none is, and of a new execution
 * @param subscriptions of a new execution, those of its workspace
 * @param followers those that follow it live, or are about to; of a new execution, those that follow its workflow
 */
public record Audience(Optional<Watch> watch, List<Subscription> subscriptions, List<Follower> followers) {
    public Audience {
        subscriptions = List.copyOf(subscriptions);
        followers = List.copyOf(followers);
    }

    /** This, and these followers; who is among both is as these say. */
    Audience and(List<Follower> more) {
        Map<String, Follower> all = new LinkedHashMap<>();
        followers.forEach(follower -> all.put(follower.connection(), follower));
        more.forEach(follower -> all.put(follower.connection(), follower));
        return new Audience(watch, subscriptions, List.copyOf(all.values()));
    }

    public boolean isEmpty() {
        return watch.isEmpty() && subscriptions.isEmpty() && followers.isEmpty();
    }
}
