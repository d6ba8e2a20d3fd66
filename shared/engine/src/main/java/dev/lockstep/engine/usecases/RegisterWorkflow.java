package dev.lockstep.engine.usecases;

import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.ports.Ids;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import dev.lockstep.engine.ports.WorkflowStore;
import java.time.InstantSource;
import java.util.Optional;

/** Registers, versions, reads and deletes workflows, those of the caller's workspace alone. */
public final class RegisterWorkflow {
    private final WorkflowStore workflows;
    private final Idempotency idempotency;
    private final Ids ids;
    private final InstantSource clock;

    public RegisterWorkflow(WorkflowStore workflows, Idempotency idempotency, Ids ids, InstantSource clock) {
        this.workflows = workflows;
        this.idempotency = idempotency;
        this.ids = ids;
        this.clock = clock;
    }

    /** Records a definition, already checked and compiled, as version 1 of a new workflow. */
    public WorkflowId register(Caller caller, Compiled compiled, Optional<IdempotencyKey> key) {
        WorkflowId id = new WorkflowId(
                idempotency.id(caller.workspace(), key, ids.workflow().value()));
        // Where it is there already, an earlier call with the same key and the same definition recorded it.
        workflows.add(version(caller, id, 1, compiled));
        return id;
    }

    /**
     * Records a definition as the next version.
     *
     * @param latest the version that it was compiled against
     * @throws Refusal where another call added a version meanwhile
     */
    public WorkflowRef update(Caller caller, WorkflowRef latest, Compiled compiled) {
        WorkflowVersion next = version(caller, latest.workflow(), latest.version() + 1, compiled);
        if (!workflows.add(next)) {
            throw Refusal.changedMeanwhile(latest.workflow().value());
        }
        return next.ref();
    }

    /**
     * @param version the latest where none is given
     * @throws Refusal where there is none
     */
    public WorkflowVersion read(Caller caller, WorkflowId id, Optional<Integer> version) {
        WorkflowRef latest = workflows.latest(caller.workspace(), id).orElseThrow(() -> Refusal.noWorkflow(id.value()));
        int wanted = version.orElse(latest.version());
        return workflows
                .find(new WorkflowRef(caller.workspace(), id, wanted))
                .orElseThrow(() -> Refusal.noVersion(id.value(), wanted));
    }

    public Page<WorkflowStore.WorkflowSummary> list(Caller caller, PageRequest page) {
        return workflows.list(caller.workspace(), page);
    }

    /**
     * Refuses new starts from now on; running executions finish.
     *
     * @throws Refusal where there is no such workflow
     */
    public void delete(Caller caller, WorkflowId id) {
        if (!workflows.delete(caller.workspace(), id)) {
            throw Refusal.noWorkflow(id.value());
        }
    }

    private WorkflowVersion version(Caller caller, WorkflowId id, int version, Compiled compiled) {
        return new WorkflowVersion(
                new WorkflowRef(caller.workspace(), id, version),
                compiled.name(),
                compiled.definition(),
                compiled.plan(),
                clock.instant());
    }
}
