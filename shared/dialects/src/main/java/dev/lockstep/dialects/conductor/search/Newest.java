package dev.lockstep.dialects.conductor.search;

import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.Ulid;
import dev.lockstep.engine.ports.ExecutionList;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import dev.lockstep.engine.usecases.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Walks along executions, the newest first, by the index of their workflow or of their workspace: a query and a batch of reads for a
 * hundred of them. When one was started is told by its id, by which the indexes are in order; that of one that a schedule started
 * tells when it was due.
 */
final class Newest {
    /** An id is made a moment before what it is of is recorded, perhaps by a clock that runs ahead. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

    private final ExecutionList executions;

    Newest(ExecutionList executions) {
        this.executions = executions;
    }

    /** From when to when executions are looked at. */
    record Window(Optional<Instant> from, Optional<Instant> to) {
        static final Window OPEN = new Window(Optional.empty(), Optional.empty());

        private Optional<String> after() {
            return to.filter(time -> time.isBefore(LAST))
                    .map(time -> time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time)
                    .map(time -> "ex-" + Ulid.first(time.plus(SLACK)));
        }

        private boolean isPast(Execution execution) {
            return from.filter(time ->
                            Ulid.time(execution.id().value()).plus(SLACK).isBefore(time))
                    .isPresent();
        }
    }

    /**
     * What was walked along.
     *
     * @param all whether there are no more
     */
    record Walk(List<Execution> executions, boolean all) {}

    Walk walk(Caller caller, Optional<WorkflowId> workflow, Window window, int most) {
        List<Execution> found = new ArrayList<>();
        Optional<String> after = window.after();
        while (found.size() < most) {
            int limit = Math.min(most - found.size(), PageRequest.MAX_LIMIT);
            Page<Execution> page = executions.newest(caller.workspace(), workflow, new PageRequest(limit, after));
            for (Execution execution : page.items()) {
                if (window.isPast(execution)) {
                    return new Walk(found, true);
                }
                found.add(execution);
            }
            after = page.next();
            if (after.isEmpty()) {
                return new Walk(found, true);
            }
        }
        return new Walk(found, false);
    }
}
