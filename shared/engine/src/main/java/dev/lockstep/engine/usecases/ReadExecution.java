package dev.lockstep.engine.usecases;

import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.ExecutionSummary;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import dev.lockstep.engine.ports.WorkflowStore;
import java.util.Optional;

/** Reads executions, those of the caller's workspace alone. */
public final class ReadExecution {
    /**
     * What an answer may show of the tasks' data, in bytes of JSON. A function may answer 6 MB, and JSON within JSON, as its answer
     * is, can take nearly twice its own size.
     */
    public static final long DATA_BYTES = 3L * 1024 * 1024;

    private final ExecutionStore executions;
    private final WorkflowStore workflows;
    private final Plans plans;

    public ReadExecution(ExecutionStore executions, WorkflowStore workflows, Plans plans) {
        this.executions = executions;
        this.workflows = workflows;
        this.plans = plans;
    }

    /** An execution with all its stage runs, of their data as much as an answer can show, and the version that it runs on. */
    public record Found(WorkflowVersion version, Recorded recorded) {}

    /**
     * @throws Refusal where the workspace has no such execution of that workflow; the workflow itself may be deleted by now
     */
    public Found read(Caller caller, String workflow, ExecutionId id) {
        return read(caller, workflow, id, DATA_BYTES);
    }

    /**
     * @throws Refusal where the workspace has no such execution, of whatever workflow
     */
    public Found read(Caller caller, ExecutionId id) {
        return find(caller, id, DATA_BYTES);
    }

    /**
     * The same, with no more of the stage runs' data than asked for.
     *
     * @param dataBytes how much, about, in bytes of JSON
     * @throws Refusal where the workspace has no such execution, of whatever workflow
     */
    public Found read(Caller caller, ExecutionId id, long dataBytes) {
        return find(caller, id, dataBytes);
    }

    /**
     * Reads none of the stage runs' data.
     *
     * @throws Refusal where the workspace has no such execution, of whatever workflow
     */
    public Found readBare(Caller caller, ExecutionId id) {
        return find(caller, id, 0);
    }

    /** The same; empty where the workspace has no such execution. */
    public Optional<Found> findBare(Caller caller, ExecutionId id) {
        return look(caller, id, 0);
    }

    /**
     * Reads none of the stage runs' data.
     *
     * @throws Refusal where the workspace has no such execution of that workflow
     */
    Found readBare(Caller caller, String workflow, ExecutionId id) {
        return read(caller, workflow, id, 0);
    }

    private Found read(Caller caller, String workflow, ExecutionId id, long dataBytes) {
        Found found = find(caller, id, dataBytes);
        if (!found.version().ref().workflow().value().equals(workflow)) {
            throw Refusal.noExecution(id.value());
        }
        return found;
    }

    private Found find(Caller caller, ExecutionId id, long dataBytes) {
        return look(caller, id, dataBytes).orElseThrow(() -> Refusal.noExecution(id.value()));
    }

    private Optional<Found> look(Caller caller, ExecutionId id, long dataBytes) {
        return executions
                .read(id, dataBytes)
                .filter(found -> found.execution().workflow().workspace().equals(caller.workspace()))
                .map(recorded -> new Found(plans.get(recorded.execution().workflow()), recorded));
    }

    /**
     * A version of a workflow; the latest where none is given.
     *
     * @throws Refusal where the workspace has no such workflow or version
     */
    WorkflowVersion version(Caller caller, String workflow, Optional<Integer> version) {
        return plans.find(caller.workspace(), new WorkflowId(workflow), version)
                .orElseThrow(() -> version.map(number -> Refusal.noVersion(workflow, number))
                        .orElseGet(() -> Refusal.noWorkflow(workflow)));
    }

    /** @throws Refusal where there is no such version */
    WorkflowVersion version(WorkflowRef ref) {
        return plans.find(ref)
                .orElseThrow(() -> Refusal.noVersion(ref.workflow().value(), ref.version()));
    }

    /**
     * The executions of a workflow, newest first.
     *
     * @throws Refusal where the workspace has no such workflow
     */
    public Page<ExecutionSummary> list(
            Caller caller, WorkflowId workflow, Optional<ExecutionState.Name> state, PageRequest page) {
        if (workflows.latest(caller.workspace(), workflow).isEmpty()) {
            throw Refusal.noWorkflow(workflow.value());
        }
        return executions.list(caller.workspace(), workflow, state, page);
    }
}
