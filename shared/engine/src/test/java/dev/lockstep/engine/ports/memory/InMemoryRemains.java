package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.ports.Remains;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is left of executions in memory; the notes of it in one shard. */
public final class InMemoryRemains implements Remains {
    private final InMemoryTable table;
    private final Map<ExecutionId, Instant> notes = new HashMap<>();

    public InMemoryRemains(InMemoryTable table) {
        this.table = table;
    }

    /** Removes the execution's own record. */
    public void expire(ExecutionId id) {
        synchronized (table) {
            table.executions.remove(id);
        }
    }

    @Override
    public boolean remove(ExecutionId execution, int most) {
        synchronized (table) {
            if (table.executions.containsKey(execution)) {
                notes.remove(execution);
                return true;
            }
            Map<StageRunKey, ?> left = table.runsOf(execution);
            List<StageRunKey> removed = left.keySet().stream().limit(most).toList();
            removed.forEach(left::remove);
            if (left.isEmpty()) {
                notes.remove(execution);
            }
            return left.isEmpty();
        }
    }

    @Override
    public void note(ExecutionId execution, Instant dueAt) {
        synchronized (table) {
            notes.put(execution, dueAt);
        }
    }

    @Override
    public int shards() {
        return 1;
    }

    @Override
    public List<ExecutionId> due(int shard, Instant by, int most) {
        synchronized (table) {
            return notes.entrySet().stream()
                    .filter(note -> !InMemoryTable.wake(note.getValue()).isAfter(by))
                    .sorted(Comparator.comparing(Map.Entry::getValue))
                    .limit(most)
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }
}
