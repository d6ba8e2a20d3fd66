package dev.lockstep.engine.trial;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.ports.StageRunStore;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Stage runs, with the data of all that is recorded counted. */
record MeteredRuns(StageRunStore runs, Spent spent) implements StageRunStore {
    @Override
    public Optional<Recorded> read(ExecutionId execution, Collection<StageRunKey> keys) {
        return runs.read(execution, keys);
    }

    @Override
    public Written write(ExecutionId execution, StageRun run) {
        spent.record(execution, run);
        return runs.write(execution, run);
    }

    @Override
    public StageRunState.Gathering arrive(
            ExecutionId execution, StageRunKey join, Set<Integer> alive, Set<Integer> dead) {
        return runs.arrive(execution, join, alive, dead);
    }

    @Override
    public List<StageRun> elements(ExecutionId execution, StageRunKey all, long dataBytes) {
        return runs.elements(execution, all, dataBytes);
    }
}
