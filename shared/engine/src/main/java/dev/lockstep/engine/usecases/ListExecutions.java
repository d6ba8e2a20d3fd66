package dev.lockstep.engine.usecases;

import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.ports.ExecutionList;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Lists the executions of the caller's workspace, whatever their workflow. */
public final class ListExecutions {
    private final ExecutionList executions;

    public ListExecutions(ExecutionList executions) {
        this.executions = executions;
    }

    /**
     * One page, newest first. Where only some are wanted, the page is sifted out of the next {@link PageRequest#MAX_LIMIT}, so that
     * it costs no more however rare they are; it may hold fewer than the limit then, or none, and yet have a next one.
     */
    public Page<Execution> list(
            Caller caller, Optional<WorkflowId> workflow, Optional<Predicate<Execution>> wanted, PageRequest page) {
        if (wanted.isEmpty()) {
            return executions.newest(caller.workspace(), workflow, page);
        }
        Page<Execution> read =
                executions.newest(caller.workspace(), workflow, new PageRequest(PageRequest.MAX_LIMIT, page.after()));
        List<Execution> found = read.items().stream().filter(wanted.get()).toList();
        if (found.size() <= page.limit()) {
            return new Page<>(found, read.next());
        }
        List<Execution> items = found.subList(0, page.limit());
        return new Page<>(items, Optional.of(items.getLast().id().value()));
    }
}
