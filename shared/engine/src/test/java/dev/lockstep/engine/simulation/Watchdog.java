package dev.lockstep.engine.simulation;

import dev.lockstep.engine.usecases.WakeDue;
import java.time.Duration;
import java.util.Optional;

/** The function that looks at what is due, now and then. */
record Watchdog(WakeDue wakeDue, Timeline timeline, Memory memory, Faults faults, Cloud cloud) {
    /** A sweep that would find nothing is left out. */
    void sweepLater() {
        timeline.in(faults.between(Duration.ofSeconds(10), Duration.ofSeconds(90)), () -> {
            for (int i = 0; i < memory.wakes.shards(); i++) {
                int shard = i;
                if (!memory.wakes
                        .due(shard, timeline.now().plus(Faults.MOST_SKEW), 1)
                        .isEmpty()) {
                    cloud.invoke("watchdog", Optional.empty(), () -> wakeDue.wake(shard), done -> {});
                }
            }
            sweepLater();
        });
    }

    /** Looks at all that is under way: every message is lost. */
    void recover() {
        for (int i = 0; i < memory.wakes.shards(); i++) {
            int shard = i;
            cloud.invoke("recovery", Optional.empty(), () -> wakeDue.recover(shard), done -> {});
        }
    }
}
