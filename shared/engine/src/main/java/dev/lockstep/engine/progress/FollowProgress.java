package dev.lockstep.engine.progress;

import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.ports.Audiences;
import java.util.List;

/**
 * Has all watchers hear of what was written of an execution; of one that was removed, clears away what is left. An execution in
 * which nobody is interested costs one small read, and one more where it is new and has gone on already.
 */
public final class FollowProgress {
    private final ClearRemains clear;
    private final Audiences audiences;
    private final List<Watcher> watchers;

    public FollowProgress(ClearRemains clear, Audiences audiences, List<Watcher> watchers) {
        this.clear = clear;
        this.audiences = audiences;
        this.watchers = List.copyOf(watchers);
    }

    /** Somebody may follow it already where more was written of it than that it has begun, and would else not hear of that. */
    private Audience ofNew(Changes changes, Execution first) {
        Audience waiting = audiences.ofNew(first.workflow());
        return changes.details().get().size() == 1
                ? waiting
                : waiting.and(audiences.of(changes.execution()).followers());
    }

    public void follow(Changes changes) {
        if (changes.isGone()) {
            clear.clear(changes.execution());
            return;
        }
        if (changes.isNew()) {
            Execution first = changes.first();
            Audience audience = ofNew(changes, first);
            if (!audience.isEmpty() || first.tags().webhookUrl().isPresent()) {
                watchers.forEach(watcher -> watcher.follow(changes, audience));
            }
        } else {
            Audience audience = audiences.of(changes.execution());
            if (!audience.isEmpty()) {
                watchers.forEach(watcher -> watcher.follow(changes, audience));
            }
        }
    }
}
