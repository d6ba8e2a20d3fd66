package dev.lockstep.engine.progress;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.ports.Remains;
import java.time.InstantSource;
import java.util.List;

/** Removes what is left of executions whose own record was removed: so many records at once, and the rest later. */
public final class ClearRemains {
    /** A second's work or so. */
    private static final int MOST_RECORDS = 1_000;

    private static final int MOST_EXECUTIONS = 10;

    private final Remains remains;
    private final InstantSource clock;

    public ClearRemains(Remains remains, InstantSource clock) {
        this.remains = remains;
        this.clock = clock;
    }

    /** Begins with it. What is not done at once is noted for {@link #wake}. */
    public void clear(ExecutionId execution) {
        if (!remains.remove(execution, MOST_RECORDS)) {
            remains.note(execution, clock.instant());
        }
    }

    public int shards() {
        return remains.shards();
    }

    /**
     * Goes on with what is noted in one shard.
     *
     * @return how many executions it was about
     */
    public int wake(int shard) {
        List<ExecutionId> due = remains.due(shard, clock.instant(), MOST_EXECUTIONS);
        due.forEach(execution -> remains.remove(execution, MOST_RECORDS));
        return due.size();
    }
}
