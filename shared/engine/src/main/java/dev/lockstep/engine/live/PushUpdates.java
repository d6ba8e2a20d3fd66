package dev.lockstep.engine.live;

import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.ports.ConnectionStore;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.ports.LiveSender;
import dev.lockstep.engine.progress.Audience;
import dev.lockstep.engine.progress.Change;
import dev.lockstep.engine.progress.Changes;
import dev.lockstep.engine.progress.Watcher;
import java.util.List;
import java.util.Optional;

/**
 * Sends those who follow an execution how it stands after what was written: once for all that was written since the last time,
 * however much that was, and from one read of the execution. Nobody is sent what they know.
 */
public final class PushUpdates implements Watcher {
    private final ConnectionStore connections;
    private final ExecutionStore executions;
    private final LiveUpdates updates;
    private final LiveSender sender;
    private final LastSent lastSent = new LastSent();

    public PushUpdates(ConnectionStore connections, ExecutionStore executions, LiveUpdates updates, LiveSender sender) {
        this.connections = connections;
        this.executions = executions;
        this.updates = updates;
        this.sender = sender;
    }

    @Override
    public void follow(Changes changes, Audience audience) {
        if (audience.followers().isEmpty() || changes.details().get().stream().noneMatch(PushUpdates::shows)) {
            return;
        }
        if (changes.isNew()) {
            Workspace workspace = changes.first().workflow().workspace();
            List<String> all =
                    audience.followers().stream().map(Follower::connection).toList();
            connections.followToo(all, workspace, changes.execution());
        }
        executions.read(changes.execution(), 0).ifPresent(found -> push(found, audience.followers()));
    }

    private void push(Recorded found, List<Follower> followers) {
        ExecutionId execution = found.execution().id();
        List<String> due = followers.stream()
                .flatMap(follower -> begun(follower, execution).stream())
                .filter(follower -> follower.told().orElse(0) < found.revision())
                .map(Follower::connection)
                .filter(connection -> !lastSent.was(execution, found.revision(), connection))
                .toList();
        if (due.isEmpty()) {
            return;
        }
        Workspace workspace = found.execution().workflow().workspace();
        sender.send(due, updates.update(found)).forEach(gone -> connections.remove(gone, workspace));
        lastSent.add(execution, found.revision(), due);
    }

    /** Empty where it is still being told how things stand, and so by whoever does that. */
    private Optional<Follower> begun(Follower follower, ExecutionId execution) {
        return follower.told().isPresent()
                ? Optional.of(follower)
                : connections.passOver(follower.connection(), execution);
    }

    /** A wake that was moved shows nowhere. */
    private static boolean shows(Change change) {
        return switch (change) {
            case Change.OfStage stage -> true;
            case Change.OfExecution execution ->
                execution
                        .before()
                        .map(before -> !before.state().equals(execution.after().state())
                                || !before.past().equals(execution.after().past()))
                        .orElse(true);
        };
    }
}
