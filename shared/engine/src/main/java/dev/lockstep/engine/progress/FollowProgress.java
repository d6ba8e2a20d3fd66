package dev.lockstep.engine.progress;

import java.util.List;

/** Has all watchers hear of what was written of an execution; of one that was removed, clears away what is left. */
public final class FollowProgress {
    private final ClearRemains clear;
    private final List<Watcher> watchers;

    public FollowProgress(ClearRemains clear, List<Watcher> watchers) {
        this.clear = clear;
        this.watchers = List.copyOf(watchers);
    }

    public void follow(Changes changes) {
        if (changes.isGone()) {
            clear.clear(changes.execution());
        } else {
            watchers.forEach(watcher -> watcher.follow(changes));
        }
    }
}
