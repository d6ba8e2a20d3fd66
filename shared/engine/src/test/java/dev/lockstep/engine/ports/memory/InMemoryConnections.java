package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.live.Connection;
import dev.lockstep.engine.live.Follower;
import dev.lockstep.engine.live.Subject;
import dev.lockstep.engine.ports.Audiences;
import dev.lockstep.engine.ports.ConnectionStore;
import dev.lockstep.engine.progress.Audience;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** Connections in memory, and who follows what. */
public final class InMemoryConnections implements ConnectionStore, Audiences {
    private final Map<String, Connection> connections = new HashMap<>();
    /** What each connection follows, and how far that has come. */
    private final Map<String, Map<Subject, Following>> followed = new LinkedHashMap<>();

    private record Following(OptionalLong told, boolean missed) {
        static final Following NEW = new Following(OptionalLong.empty(), false);

        static Following since(long told) {
            return new Following(OptionalLong.of(told), false);
        }
    }

    private Map<Subject, Following> of(String connection) {
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
        of(connection.id()).put(subject, Following.NEW);
    }

    @Override
    public synchronized boolean begin(Connection connection, Subject subject, long told) {
        Following following = of(connection.id()).get(subject);
        boolean missed = following != null && following.missed();
        of(connection.id()).replace(subject, missed ? Following.NEW : Following.since(told));
        return !missed;
    }

    @Override
    public synchronized Optional<Follower> passOver(String connection, ExecutionId execution) {
        Subject subject = new Subject.OfExecution(execution);
        Following following = of(connection).get(subject);
        if (following == null || following.told().isPresent()) {
            return Optional.ofNullable(following).map(begun -> new Follower(connection, begun.told()));
        }
        of(connection).put(subject, new Following(OptionalLong.empty(), true));
        return Optional.empty();
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
                .forEach(id -> of(id).putIfAbsent(new Subject.OfExecution(execution), Following.since(0)));
    }

    @Override
    public synchronized Audience of(ExecutionId execution) {
        return audience(new Subject.OfExecution(execution), connection -> true);
    }

    @Override
    public synchronized Audience ofNew(WorkflowRef workflow) {
        Subject subject = new Subject.OfWorkflow(workflow.workflow());
        return audience(
                subject,
                connection -> connection.workspace().equals(workflow.workspace())
                        && of(connection.id())
                                .getOrDefault(subject, Following.NEW)
                                .told()
                                .isPresent());
    }

    private Audience audience(Subject subject, Predicate<Connection> which) {
        List<Follower> followers = connections.values().stream()
                .filter(connection -> of(connection.id()).containsKey(subject) && which.test(connection))
                .map(connection -> new Follower(
                        connection.id(),
                        Objects.requireNonNull(of(connection.id()).get(subject)).told()))
                .toList();
        return new Audience(Optional.empty(), List.of(), followers);
    }
}
