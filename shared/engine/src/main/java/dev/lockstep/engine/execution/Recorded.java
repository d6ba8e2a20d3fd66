package dev.lockstep.engine.execution;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An execution and some or all of its stage runs, read at one moment. What it ran on another version, before it was run anew, is left
 * out: the plan may not have it.
 *
 * @param left the sum of the counters of what was left out
 */
public record Recorded(Execution execution, Map<StageRunKey, StageRun> runs, long left) {
    public Recorded(Execution execution, Map<StageRunKey, StageRun> runs) {
        this(execution, runs, 0);
    }

    public static Recorded of(Execution execution, Collection<StageRun> runs) {
        int first = execution.past().firstGeneration();
        Map<StageRunKey, StageRun> byKey = new LinkedHashMap<>();
        long left = 0;
        for (StageRun run : runs) {
            if (run.key().iteration().generation() < first) {
                left += run.revision();
            } else {
                byKey.put(run.key(), run);
            }
        }
        return new Recorded(execution, byKey, left);
    }

    public Optional<StageRun> run(StageRunKey key) {
        return Optional.ofNullable(runs.get(key));
    }

    /** The sum of the items' own counters, so that every write raises it. */
    public long revision() {
        return execution.revision()
                + runs.values().stream().mapToLong(StageRun::revision).sum()
                + left;
    }
}
