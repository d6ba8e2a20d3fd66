package dev.lockstep.functions.status;

import dev.lockstep.adapters.SideBySide;
import dev.lockstep.dialects.conductor.search.WorkflowReads;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.ReadExecution;
import dev.lockstep.engine.usecases.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Reads executions side by side. */
final class SeveralReads implements WorkflowReads {
    private static final int MOST_AT_ONCE = 16;

    private final ReadExecution read;

    SeveralReads(ReadExecution read) {
        this.read = read;
    }

    @Override
    public List<ReadExecution.Found> read(Caller caller, List<ExecutionId> ids) {
        long bytes = ReadExecution.DATA_BYTES / Math.max(1, ids.size());
        Map<ExecutionId, ReadExecution.Found> found = new ConcurrentHashMap<>();
        SideBySide.each(ids, MOST_AT_ONCE, id -> find(caller, id, bytes).ifPresent(one -> found.put(id, one))).stream()
                .findFirst()
                .ifPresent(SeveralReads::rethrow);
        return ids.stream().flatMap(id -> Stream.ofNullable(found.get(id))).toList();
    }

    /** One that was removed since it was listed is none any more. */
    private Optional<ReadExecution.Found> find(Caller caller, ExecutionId id, long bytes) {
        try {
            return Optional.of(read.read(caller, id, bytes));
        } catch (Refusal refusal) {
            if (refusal.kind() == Refusal.Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw refusal;
        }
    }

    private static void rethrow(SideBySide.Broken<ExecutionId> broken) {
        if (broken.cause() instanceof RuntimeException cause) {
            throw cause;
        }
        throw new IllegalStateException("execution " + broken.item() + " could not be read", broken.cause());
    }
}
