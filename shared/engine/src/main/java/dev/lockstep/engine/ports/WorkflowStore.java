package dev.lockstep.engine.ports;

import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.definition.Workspace;
import java.time.Instant;
import java.util.Optional;

/** Where workflows are recorded, each version for good. */
public interface WorkflowStore {
    /**
     * Records a version and makes it the latest.
     *
     * @return whether the version before it was the latest until now (none for version 1); otherwise nothing is recorded
     */
    boolean add(WorkflowVersion version);

    /** The latest version's number; empty where there is no such workflow or it was deleted. */
    Optional<WorkflowRef> latest(Workspace workspace, WorkflowId workflow);

    /** A version, also of a workflow that was deleted: its executions still run. */
    Optional<WorkflowVersion> find(WorkflowRef ref);

    /** The workflows of a workspace, newest first. */
    Page<WorkflowSummary> list(Workspace workspace, PageRequest page);

    /**
     * Takes a workflow out of the list and refuses new starts. Its versions stay.
     *
     * @return whether there was one
     */
    boolean delete(Workspace workspace, WorkflowId workflow);

    record WorkflowSummary(WorkflowId id, String name, int version, Instant createdAt) {}
}
