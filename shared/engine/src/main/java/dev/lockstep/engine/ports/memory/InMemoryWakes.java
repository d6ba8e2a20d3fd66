package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.ports.Wakes;
import dev.lockstep.engine.ports.memory.InMemoryTable.ExecutionItem;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Wakes in memory, in two shards. */
public final class InMemoryWakes implements Wakes {
    private static final int SHARDS = 2;

    private final InMemoryTable table;

    public InMemoryWakes(InMemoryTable table) {
        this.table = table;
    }

    @Override
    public int shards() {
        return SHARDS;
    }

    @Override
    public List<Wake> due(int shard, Instant by, int most) {
        synchronized (table) {
            return table.executions.values().stream()
                    .filter(item -> Math.floorMod(item.execution().id().value().hashCode(), SHARDS) == shard)
                    .flatMap(item ->
                            item.wakeAt().map(at -> new Wake(item.execution().id(), at)).stream())
                    .filter(wake -> !wake.at().isAfter(by))
                    .sorted(Comparator.comparing(Wake::at))
                    .limit(most)
                    .toList();
        }
    }

    @Override
    public void move(Wake wake, Instant to) {
        set(wake.execution(), to, at -> at.equals(wake.at()));
    }

    @Override
    public void bringForward(ExecutionId execution, Instant to) {
        set(execution, to, at -> at.isAfter(InMemoryTable.wake(to)));
    }

    private void set(ExecutionId id, Instant to, Predicate<Instant> condition) {
        synchronized (table) {
            ExecutionItem item = table.executions.get(id);
            if (item != null && item.wakeAt().filter(condition).isPresent()) {
                table.executions.put(
                        id,
                        new ExecutionItem(
                                item.execution().in(item.execution().state()), Optional.of(InMemoryTable.wake(to))));
            }
        }
    }
}
