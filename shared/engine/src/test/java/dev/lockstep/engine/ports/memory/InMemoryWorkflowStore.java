package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import dev.lockstep.engine.ports.WorkflowStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Workflows in memory. */
public final class InMemoryWorkflowStore implements WorkflowStore {
    private record Key(Workspace workspace, WorkflowId workflow) {}

    private final Map<WorkflowRef, WorkflowVersion> versions = new HashMap<>();
    private final Map<Key, WorkflowSummary> heads = new HashMap<>();
    private final Set<Key> deleted = new HashSet<>();

    @Override
    public synchronized boolean add(WorkflowVersion version) {
        WorkflowRef ref = version.ref();
        Key key = new Key(ref.workspace(), ref.workflow());
        WorkflowSummary head = heads.get(key);
        if (deleted.contains(key) || (head == null ? 0 : head.version()) != ref.version() - 1) {
            return false;
        }
        versions.put(ref, version);
        Instant createdAt = head == null ? version.createdAt() : head.createdAt();
        heads.put(key, new WorkflowSummary(ref.workflow(), version.name(), ref.version(), createdAt));
        return true;
    }

    @Override
    public synchronized Optional<WorkflowRef> latest(Workspace workspace, WorkflowId workflow) {
        return Optional.ofNullable(heads.get(new Key(workspace, workflow)))
                .map(head -> new WorkflowRef(workspace, workflow, head.version()));
    }

    @Override
    public synchronized Optional<WorkflowVersion> find(WorkflowRef ref) {
        return Optional.ofNullable(versions.get(ref));
    }

    @Override
    public synchronized Page<WorkflowSummary> list(Workspace workspace, PageRequest page) {
        List<WorkflowSummary> all = heads.entrySet().stream()
                .filter(head -> head.getKey().workspace().equals(workspace))
                .map(Map.Entry::getValue)
                .toList();
        return Pages.newestFirst(all, summary -> summary.id().value(), page);
    }

    @Override
    public synchronized boolean delete(Workspace workspace, WorkflowId workflow) {
        Key key = new Key(workspace, workflow);
        return heads.remove(key) != null && deleted.add(key);
    }
}
