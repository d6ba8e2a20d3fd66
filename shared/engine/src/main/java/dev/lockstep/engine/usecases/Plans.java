package dev.lockstep.engine.usecases;

import dev.lockstep.engine.data.JsonSchema;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.ports.WorkflowStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Workflow versions, kept in memory once read: a version never changes, so that a step need not read it again. */
public final class Plans {
    /** How many are kept; the one that was not used for longest goes first. */
    private static final int MOST = 500;

    private final WorkflowStore workflows;
    private final Map<WorkflowRef, Kept> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<WorkflowRef, Kept> eldest) {
            return size() > MOST;
        }
    };

    private static final class Kept {
        private final WorkflowVersion version;
        private @Nullable JsonSchema inputSchema;

        Kept(WorkflowVersion version) {
            this.version = version;
        }

        /** Compiled when it is first asked for, since only starts do. */
        synchronized JsonSchema inputSchema() {
            if (inputSchema == null) {
                JsonSchema schema = JsonSchema.of(version.plan().inputSchema());
                inputSchema = version.plan().isMachine() ? schema.assertingFormats() : schema;
            }
            return inputSchema;
        }
    }

    public Plans(WorkflowStore workflows) {
        this.workflows = workflows;
    }

    public Optional<WorkflowVersion> find(WorkflowRef ref) {
        return kept(ref).map(entry -> entry.version);
    }

    /** A version of a workflow; the latest where none is given. */
    Optional<WorkflowVersion> find(Workspace workspace, WorkflowId workflow, Optional<Integer> version) {
        return version.map(number -> new WorkflowRef(workspace, workflow, number))
                .or(() -> workflows.latest(workspace, workflow))
                .flatMap(this::find);
    }

    /**
     * What an execution's input must match.
     *
     * @throws IllegalStateException where there is no such version
     */
    public JsonSchema inputSchema(WorkflowRef ref) {
        return kept(ref).orElseThrow(() -> missing(ref)).inputSchema();
    }

    private Optional<Kept> kept(WorkflowRef ref) {
        synchronized (kept) {
            Kept entry = kept.get(ref);
            if (entry != null) {
                return Optional.of(entry);
            }
        }
        Optional<Kept> read = workflows.find(ref).map(Kept::new);
        read.ifPresent(entry -> {
            synchronized (kept) {
                kept.put(ref, entry);
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
        return find(ref).orElseThrow(() -> missing(ref));
    }

    private static IllegalStateException missing(WorkflowRef ref) {
        return new IllegalStateException("the version is missing: " + ref);
    }
}
