package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.ports.StageRunStore;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Stage runs in memory. */
public final class InMemoryStageRunStore implements StageRunStore {
    private final InMemoryTable table;

    public InMemoryStageRunStore(InMemoryTable table) {
        this.table = table;
    }

    @Override
    public Optional<Recorded> read(ExecutionId execution, Collection<StageRunKey> runs) {
        synchronized (table) {
            Map<StageRunKey, StageRun> recorded = table.runsOf(execution);
            return Optional.ofNullable(table.executions.get(execution))
                    .map(item -> Recorded.of(
                            item.execution(),
                            runs.stream()
                                    .map(recorded::get)
                                    .filter(Objects::nonNull)
                                    .toList()));
        }
    }

    @Override
    public Written write(ExecutionId execution, StageRun run) {
        synchronized (table) {
            Map<StageRunKey, StageRun> runs = table.runsOf(execution);
            StageRun recorded = runs.get(run.key());
            long revision = recorded == null ? 0 : recorded.revision();
            if (revision == run.revision() - 1) {
                runs.put(run.key(), run);
                return new Written.Done();
            }
            if (recorded == null) {
                throw new IllegalStateException("revision " + run.revision() + " of " + run.key() + " has no first");
            }
            return new Written.Lost(recorded);
        }
    }

    @Override
    public Set<Integer> arrive(ExecutionId execution, StageRunKey join, int branch) {
        synchronized (table) {
            StageRun recorded = table.runsOf(execution).get(join);
            Set<Integer> arrived = new HashSet<>(recorded == null ? Set.of() : arrived(recorded));
            arrived.add(branch);
            long revision = recorded == null ? 1 : recorded.revision() + 1;
            StageRunState.Gathering gathering = new StageRunState.Gathering(arrived);
            table.runsOf(execution).put(join, new StageRun(join, revision, gathering));
            return gathering.arrived();
        }
    }

    private static Set<Integer> arrived(StageRun run) {
        if (run.state() instanceof StageRunState.Gathering gathering) {
            return gathering.arrived();
        }
        throw new IllegalStateException(run.key() + " is no join");
    }
}
