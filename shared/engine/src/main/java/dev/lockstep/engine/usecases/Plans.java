package dev.lockstep.engine.usecases;

import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.ports.WorkflowStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Workflow versions, kept in memory once read: a version never changes, so that a step need not read it again. */
public final class Plans {
    /** How many are kept; the one that was not used for longest goes first. */
    private static final int MOST = 500;

    private final WorkflowStore workflows;
    private final Map<WorkflowRef, WorkflowVersion> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<WorkflowRef, WorkflowVersion> eldest) {
            return size() > MOST;
        }
    };

    public Plans(WorkflowStore workflows) {
        this.workflows = workflows;
    }

    public Optional<WorkflowVersion> find(WorkflowRef ref) {
        synchronized (kept) {
            WorkflowVersion version = kept.get(ref);
            if (version != null) {
                return Optional.of(version);
            }
        }
        Optional<WorkflowVersion> read = workflows.find(ref);
        read.ifPresent(version -> {
            synchronized (kept) {
                kept.put(ref, version);
            }
        });
        return read;
    }

    /**
     * The version that an execution runs on.
     *
     * @throws IllegalStateException where it is missing, since versions are kept for good
     */
    public WorkflowVersion get(WorkflowRef ref) {
        return find(ref).orElseThrow(() -> new IllegalStateException("the version is missing: " + ref));
    }
}
