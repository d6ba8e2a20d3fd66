package dev.lockstep.engine.ports;

import dev.lockstep.engine.definition.Plan;
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
    default boolean add(WorkflowVersion version) {
        int before = version.ref().version() - 1;
        return add(version, before == 0 ? Optional.empty() : Optional.of(new Head(before, false)));
    }

    /**
     * Records a version and makes it the latest, also of a workflow that was deleted, which is there again then.
     *
     * @param before what was known of the workflow; empty where nothing was. The version's number is the next one
     * @return whether that was so until now; otherwise nothing is recorded
     */
    boolean add(WorkflowVersion version, Optional<Head> before);

    /** What is known of a workflow, also of one that was deleted; empty where there never was one. */
    Optional<Head> head(Workspace workspace, WorkflowId workflow);

    /** The latest version's number; empty where there is no such workflow or it was deleted. */
    default Optional<WorkflowRef> latest(Workspace workspace, WorkflowId workflow) {
        return head(workspace, workflow)
                .filter(head -> !head.deleted())
                .map(head -> new WorkflowRef(workspace, workflow, head.version()));
    }

    /** A version, also of a workflow that was deleted: its executions still run. */
    Optional<WorkflowVersion> find(WorkflowRef ref);

    /** The workflows of a workspace that are of this kind, newest first. */
    Page<WorkflowSummary> list(Workspace workspace, Kind kind, PageRequest page);

    /** The versions of a workflow, newest first, also of one that was deleted. */
    Page<VersionSummary> versions(Workspace workspace, WorkflowId workflow, PageRequest page);

    /**
     * Takes a workflow out of the list and refuses new starts. Its versions stay.
     *
     * @return whether there was one
     */
    boolean delete(Workspace workspace, WorkflowId workflow);

    /** What a workflow is made of: each kind has a list of its own, so that a page of it is one query. */
    enum Kind {
        GRAPH,
        MACHINE;

        public static Kind of(Plan plan) {
            return plan.isMachine() ? MACHINE : GRAPH;
        }
    }

    /**
     * Where a workflow's versions end.
     *
     * @param version the latest one's number
     */
    record Head(int version, boolean deleted) {}

    /**
     * @param createdAt when its first version was made, since it was last deleted
     */
    record WorkflowSummary(WorkflowId id, String name, int version, Instant createdAt) {}

    record VersionSummary(int version, String name, Instant createdAt) {}
}
