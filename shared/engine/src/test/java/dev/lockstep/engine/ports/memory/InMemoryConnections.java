package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.live.Connection;
import dev.lockstep.engine.live.Subject;
import dev.lockstep.engine.ports.Audiences;
import dev.lockstep.engine.ports.ConnectionStore;
import dev.lockstep.engine.progress.Audience;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Connections in memory, and who follows what. */
public final class InMemoryConnections implements ConnectionStore, Audiences {
    private final Map<String, Connection> connections = new HashMap<>();
    /** What each connection follows, and whether that is begun. */
    private final Map<String, Map<Subject, Boolean>> followed = new LinkedHashMap<>();

    private Map<Subject, Boolean> of(String connection) {
        return followed.computeIfAbsent(connection, id -> new LinkedHashMap<>());
    }

    @Override
    public synchronized void add(Connection connection) {
        connections.put(connection.id(), connection);
    }

    @Override
    public synchronized Optional<Connection> find(String id) {
        return Optional.ofNullable(connections.get(id));
    }

    @Override
    public synchronized List<Subject> subjects(String connection, int most) {
        return of(connection).keySet().stream().limit(most).toList();
    }

    @Override
    public synchronized void follow(Connection connection, Subject subject) {
        of(connection.id()).put(subject, false);
    }

    @Override
    public synchronized void begin(Connection connection, Subject subject) {
        of(connection.id()).replace(subject, true);
    }

    @Override
    public synchronized void leave(Connection connection, Subject subject) {
        of(connection.id()).remove(subject);
    }

    @Override
    public synchronized void remove(String connection, Workspace workspace) {
        connections.remove(connection);
        followed.remove(connection);
    }

    @Override
    public synchronized void followToo(List<String> ids, Workspace workspace, ExecutionId execution) {
        ids.stream()
                .filter(connections::containsKey)
                .forEach(id -> of(id).put(new Subject.OfExecution(execution), true));
    }

    @Override
    public synchronized Audience of(ExecutionId execution) {
        return audience(new Subject.OfExecution(execution), Optional.empty());
    }

    @Override
    public synchronized Audience ofNew(WorkflowRef workflow) {
        return audience(new Subject.OfWorkflow(workflow.workflow()), Optional.of(workflow.workspace()));
    }

    private Audience audience(Subject subject, Optional<Workspace> workspace) {
        List<String> ids = connections.values().stream()
                .filter(connection ->
                        workspace.map(connection.workspace()::equals).orElse(true))
                .map(Connection::id)
                .filter(id -> of(id).getOrDefault(subject, false))
                .toList();
        return new Audience(Optional.empty(), List.of(), ids);
    }
}
