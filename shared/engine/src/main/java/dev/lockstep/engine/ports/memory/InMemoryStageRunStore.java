package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.ports.DataBudget;
import dev.lockstep.engine.ports.StageRunStore;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
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
    @SuppressWarnings("ReferenceEquality") // Another who writes the very same is not this write.
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
            // The same write once more, as a client library repeats one whose answer was lost.
            return recorded == run ? new Written.Done() : new Written.Lost(recorded);
        }
    }

    @Override
    public StageRunState.Gathering arrive(
            ExecutionId execution, StageRunKey join, Set<Integer> alive, Set<Integer> dead) {
        synchronized (table) {
            StageRun recorded = table.runsOf(execution).get(join);
            StageRunState.Gathering before =
                    recorded == null ? new StageRunState.Gathering(Set.of()) : gathering(recorded);
            Set<Integer> allAlive = new HashSet<>(before.arrived());
            allAlive.addAll(alive);
            Set<Integer> allDead = new HashSet<>(before.dead());
            allDead.addAll(dead);
            long revision = recorded == null ? 1 : recorded.revision() + 1;
            StageRunState.Gathering after = new StageRunState.Gathering(allAlive, allDead, before.expected());
            table.runsOf(execution).put(join, new StageRun(join, revision, after));
            return after;
        }
    }

    private static StageRunState.Gathering gathering(StageRun run) {
        if (run.state() instanceof StageRunState.Gathering gathering) {
            return gathering;
        }
        throw new IllegalStateException(run.key() + " is no join");
    }

    @Override
    public List<StageRun> elements(ExecutionId execution, StageRunKey all, long dataBytes) {
        synchronized (table) {
            DataBudget budget = new DataBudget(dataBytes);
            return table.runsOf(execution).values().stream()
                    .filter(run -> run.key().isPartOf(all))
                    .sorted(Comparator.comparingInt(run -> run.key().iteration().last()))
                    .map(run -> budget.takes(InMemoryTable.dataSize(run)) ? run : run.withoutData())
                    .toList();
        }
    }
}
