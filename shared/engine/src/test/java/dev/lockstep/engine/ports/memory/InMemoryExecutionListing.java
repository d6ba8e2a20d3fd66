package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.ports.ExecutionList;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.MissingNode;

/** The executions of a workspace in memory. */
public final class InMemoryExecutionListing implements ExecutionList {
    private final InMemoryTable table;

    public InMemoryExecutionListing(InMemoryTable table) {
        this.table = table;
    }

    @Override
    public Page<Execution> newest(Workspace workspace, Optional<WorkflowId> workflow, PageRequest page) {
        synchronized (table) {
            List<Execution> all = table.executions.values().stream()
                    .map(InMemoryTable.ExecutionItem::execution)
                    .filter(execution -> execution.workflow().workspace().equals(workspace))
                    .filter(execution -> workflow.map(execution.workflow().workflow()::equals)
                            .orElse(true))
                    .map(execution -> new Execution(
                            execution.id(),
                            execution.workflow(),
                            MissingNode.getInstance(),
                            execution.tags(),
                            execution.parent(),
                            execution.createdAt(),
                            execution.state(),
                            execution.past(),
                            execution.revision()))
                    .toList();
            return Pages.newestFirst(all, execution -> execution.id().value(), page);
        }
    }
}
