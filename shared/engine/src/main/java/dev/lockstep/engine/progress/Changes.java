package dev.lockstep.engine.progress;

import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What was written of one execution since it was looked at last, gathered over some time. The same may come again, and then alone
 * or with what came after it.
 *
 * @param isNew whether the execution's first record is among it
 * @param isGone whether the execution's record was removed
 * @param details the writes in the order in which they were made; read only when asked for, since most executions are watched by
 *     nobody, and then once
 */
public record Changes(ExecutionId execution, boolean isNew, boolean isGone, Supplier<List<Change>> details) {
    public Changes {
        details = new Once(details);
    }

    /** Of a new execution, its first record. */
    public Execution first() {
        return details.get().stream()
                .filter(Change.OfExecution.class::isInstance)
                .map(change -> ((Change.OfExecution) change).after())
                .findFirst()
                .orElseThrow();
    }

    private static final class Once implements Supplier<List<Change>> {
        private final Supplier<List<Change>> details;
        private Optional<List<Change>> read = Optional.empty();

        private Once(Supplier<List<Change>> details) {
            this.details = details;
        }

        @Override
        public List<Change> get() {
            List<Change> known = read.orElseGet(details);
            read = Optional.of(known);
            return known;
        }
    }
}
