package dev.lockstep.engine.simulation;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.ports.StageRunStore;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** Stage runs as they are; what a wrong protocol does with them overrides it. */
class Delegating implements StageRunStore {
    final StageRunStore runs;

    Delegating(StageRunStore runs) {
        this.runs = runs;
    }

    @Override
    public Optional<Recorded> read(ExecutionId execution, Collection<StageRunKey> keys) {
        return runs.read(execution, keys);
    }

    @Override
    public Written write(ExecutionId execution, StageRun run) {
        return runs.write(execution, run);
    }

    @Override
    public Set<Integer> arrive(ExecutionId execution, StageRunKey join, int branch) {
        return runs.arrive(execution, join, branch);
    }
}
