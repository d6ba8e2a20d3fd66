package dev.lockstep.engine.execution;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** An execution and some or all of its stage runs, read at one moment. */
public record Recorded(Execution execution, Map<StageRunKey, StageRun> runs) {
    public static Recorded of(Execution execution, Collection<StageRun> runs) {
        Map<StageRunKey, StageRun> byKey = new LinkedHashMap<>();
        runs.forEach(run -> byKey.put(run.key(), run));
        return new Recorded(execution, byKey);
    }

    public Optional<StageRun> run(StageRunKey key) {
        return Optional.ofNullable(runs.get(key));
    }

    /** The sum of the items' own counters, so that every write raises it. */
    public long revision() {
        return execution.revision()
                + runs.values().stream().mapToLong(StageRun::revision).sum();
    }
}
