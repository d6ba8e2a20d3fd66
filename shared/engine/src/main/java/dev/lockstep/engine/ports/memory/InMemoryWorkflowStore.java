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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Workflows in memory. */
public final class InMemoryWorkflowStore implements WorkflowStore {
    private record Key(Workspace workspace, WorkflowId workflow) {}

    /** @param row where it stands in the list: what was made later is greater */
    private record Listed(WorkflowSummary summary, Kind kind, String row) {}

    private final Map<WorkflowRef, WorkflowVersion> versions = new HashMap<>();
    private final Map<Key, Head> heads = new HashMap<>();
    private final Map<Key, Listed> listed = new HashMap<>();

    @Override
    public synchronized boolean add(WorkflowVersion version, Optional<Head> before) {
        WorkflowRef ref = version.ref();
        Key key = new Key(ref.workspace(), ref.workflow());
        if (!Optional.ofNullable(heads.get(key)).equals(before)
                || before.map(Head::version).orElse(0) != ref.version() - 1) {
            return false;
        }
        versions.put(ref, version);
        heads.put(key, new Head(ref.version(), false));
        Listed was = listed.get(key);
        Instant createdAt = was == null ? version.createdAt() : was.summary().createdAt();
        WorkflowSummary summary = new WorkflowSummary(ref.workflow(), version.name(), ref.version(), createdAt);
        Kind kind = Kind.of(version.plan());
        String row = kind == Kind.GRAPH ? "" : String.format(Locale.ROOT, "%012d.", createdAt.toEpochMilli());
        listed.put(key, new Listed(summary, kind, row + ref.workflow().value()));
        return true;
    }

    @Override
    public synchronized Optional<Head> head(Workspace workspace, WorkflowId workflow) {
        return Optional.ofNullable(heads.get(new Key(workspace, workflow)));
    }

    @Override
    public synchronized Optional<WorkflowVersion> find(WorkflowRef ref) {
        return Optional.ofNullable(versions.get(ref));
    }

    @Override
    public synchronized Page<WorkflowSummary> list(Workspace workspace, Kind kind, PageRequest page) {
        List<Listed> all = listed.entrySet().stream()
                .filter(entry -> entry.getKey().workspace().equals(workspace))
                .map(Map.Entry::getValue)
                .filter(one -> one.kind() == kind)
                .toList();
        Page<Listed> found = Pages.newestFirst(all, Listed::row, page);
        return new Page<>(found.items().stream().map(Listed::summary).toList(), found.next());
    }

    @Override
    public synchronized Page<VersionSummary> versions(Workspace workspace, WorkflowId workflow, PageRequest page) {
        List<WorkflowVersion> all = versions.values().stream()
                .filter(version -> version.ref().workspace().equals(workspace)
                        && version.ref().workflow().equals(workflow))
                .toList();
        Page<WorkflowVersion> found = Pages.newestFirst(
                all, version -> String.format(Locale.ROOT, "%08d", version.ref().version()), page);
        return new Page<>(
                found.items().stream()
                        .map(version ->
                                new VersionSummary(version.ref().version(), version.name(), version.createdAt()))
                        .toList(),
                found.next());
    }

    @Override
    public synchronized boolean delete(Workspace workspace, WorkflowId workflow) {
        Key key = new Key(workspace, workflow);
        if (listed.remove(key) == null) {
            return false;
        }
        heads.computeIfPresent(key, (id, head) -> new Head(head.version(), true));
        return true;
    }
}
