package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What executions, stage runs and wakes are recorded in. All that is done to it is done holding its lock, one thing at a time. */
public final class InMemoryTable {
    /** An execution's item. */
    record ExecutionItem(Execution execution, Optional<Instant> wakeAt) {}

    final Map<ExecutionId, ExecutionItem> executions = new LinkedHashMap<>();
    private final Map<ExecutionId, Map<StageRunKey, StageRun>> runs = new HashMap<>();

    Map<StageRunKey, StageRun> runsOf(ExecutionId execution) {
        return runs.computeIfAbsent(execution, id -> new LinkedHashMap<>());
    }

    static long dataSize(StageRun run) {
        return run.equals(run.withoutData()) ? 0 : run.output().map(Json::size).orElse(0L);
    }

    /** Wakes count in whole milliseconds; one between two is the later of them, since none may be early. */
    static Instant wake(Instant at) {
        Instant floor = at.truncatedTo(ChronoUnit.MILLIS);
        return floor.equals(at) ? at : floor.plusMillis(1);
    }
}
