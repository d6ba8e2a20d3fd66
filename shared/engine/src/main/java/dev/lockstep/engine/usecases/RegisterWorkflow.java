package dev.lockstep.engine.usecases;

import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.ports.ComponentStore;
import dev.lockstep.engine.ports.Ids;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import dev.lockstep.engine.ports.WorkflowStore;
import java.time.InstantSource;
import java.util.Optional;

/** Registers, versions, reads and deletes workflows, those of the caller's workspace alone. */
public final class RegisterWorkflow {
    /** How often a version is tried to be added that others are quicker to add. */
    private static final int MOST_TRIES = 10;

    private final WorkflowStore workflows;
    private final ComponentStore components;
    private final Idempotency idempotency;
    private final Ids ids;
    private final InstantSource clock;

    public RegisterWorkflow(
            WorkflowStore workflows, ComponentStore components, Idempotency idempotency, Ids ids, InstantSource clock) {
        this.workflows = workflows;
        this.components = components;
        this.idempotency = idempotency;
        this.ids = ids;
        this.clock = clock;
    }

    /** Records a definition, already checked and compiled, as version 1 of a new workflow. */
    public WorkflowId register(Caller caller, Compiled compiled, Optional<IdempotencyKey> key) {
        WorkflowId id = new WorkflowId(
                idempotency.id(caller.workspace(), key, ids.workflow().value()));
        components.assign(caller.workspace(), id, compiled.components());
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
        // Before the version is there: one that is noted and not there harms nobody, and one that is there is found.
        components.assign(caller.workspace(), latest.workflow(), compiled.components());
        WorkflowVersion next = version(caller, latest.workflow(), latest.version() + 1, compiled);
        if (!workflows.add(next)) {
            throw Refusal.changedMeanwhile(latest.workflow().value());
        }
        return next.ref();
    }

    /**
     * Records a definition under an id of its own choice: as version 1 where there never was such, as the next one otherwise, also of
     * one that was deleted.
     *
     * @return the version; for a repeated idempotency key, the one that the first call made
     * @throws Refusal where other calls add versions all the time, or the key was used for another request
     */
    public WorkflowRef put(Caller caller, WorkflowId id, Compiled compiled, Optional<IdempotencyKey> key) {
        Optional<Integer> earlier = idempotency.earlier(caller.workspace(), key).map(Integer::valueOf);
        if (earlier.isPresent()) {
            return new WorkflowRef(caller.workspace(), id, earlier.get());
        }
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Optional<WorkflowStore.Head> head = workflows.head(caller.workspace(), id);
            int number = head.map(WorkflowStore.Head::version).orElse(0) + 1;
            if (workflows.add(version(caller, id, number, compiled), head)) {
                idempotency.id(caller.workspace(), key, Integer.toString(number));
                return new WorkflowRef(caller.workspace(), id, number);
            }
        }
        throw Refusal.changedMeanwhile(id.value());
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

    public Page<WorkflowStore.WorkflowSummary> list(Caller caller, WorkflowStore.Kind kind, PageRequest page) {
        return workflows.list(caller.workspace(), kind, page);
    }

    /**
     * The versions of a workflow, newest first.
     *
     * @throws Refusal where there is no such workflow
     */
    public Page<WorkflowStore.VersionSummary> versions(Caller caller, WorkflowId id, PageRequest page) {
        if (workflows.latest(caller.workspace(), id).isEmpty()) {
            throw Refusal.noWorkflow(id.value());
        }
        return workflows.versions(caller.workspace(), id, page);
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
