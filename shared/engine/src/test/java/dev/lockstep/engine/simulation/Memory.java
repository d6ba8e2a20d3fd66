package dev.lockstep.engine.simulation;

import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.ports.IdempotencyStore;
import dev.lockstep.engine.ports.StageRunStore;
import dev.lockstep.engine.ports.TaskPlaces;
import dev.lockstep.engine.ports.Wakes;
import dev.lockstep.engine.ports.WorkflowStore;
import dev.lockstep.engine.ports.memory.InMemoryExecutionStore;
import dev.lockstep.engine.ports.memory.InMemoryIdempotencyStore;
import dev.lockstep.engine.ports.memory.InMemoryStageRunStore;
import dev.lockstep.engine.ports.memory.InMemoryTable;
import dev.lockstep.engine.ports.memory.InMemoryTaskPlaces;
import dev.lockstep.engine.ports.memory.InMemoryWakes;
import dev.lockstep.engine.ports.memory.InMemoryWorkflowStore;
import java.util.List;
import java.util.Optional;

/** What is really recorded, for those who judge: no fault strikes here. */
final class Memory {
    private final InMemoryTable table = new InMemoryTable();
    final ExecutionStore executions = new InMemoryExecutionStore(table);
    final StageRunStore runs = new InMemoryStageRunStore(table);
    final Wakes wakes = new InMemoryWakes(table);
    final WorkflowStore workflows = new InMemoryWorkflowStore();
    final TaskPlaces places = new InMemoryTaskPlaces();
    final IdempotencyStore idempotencies = new InMemoryIdempotencyStore();

    Optional<Execution> execution(ExecutionId id) {
        return runs.read(id, List.of()).map(recorded -> recorded.execution());
    }

    Optional<StageRun> run(ExecutionId id, StageRunKey key) {
        return runs.read(id, List.of(key)).flatMap(recorded -> recorded.run(key));
    }

    /** Whether a write is one that was made before, which a client library repeats since its answer was lost. */
    @SuppressWarnings("ReferenceEquality") // Another who writes the very same is not this write.
    boolean isRepeated(ExecutionId id, StageRun run) {
        return run(id, run.key()).filter(recorded -> recorded == run).isPresent();
    }

    /** All that is recorded of an execution. */
    Recorded all(ExecutionId id) {
        return executions.read(id).orElseThrow();
    }
}
