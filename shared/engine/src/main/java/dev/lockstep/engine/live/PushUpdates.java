package dev.lockstep.engine.live;

import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.ports.ConnectionStore;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.ports.LiveSender;
import dev.lockstep.engine.progress.Audience;
import dev.lockstep.engine.progress.Change;
import dev.lockstep.engine.progress.Changes;
import dev.lockstep.engine.progress.Watcher;
import java.util.Optional;

/**
 * Sends those who follow an execution how it stands after what was written: once for all that was written since the last time,
 * however much that was, and from one read of the execution.
 */
public final class PushUpdates implements Watcher {
    private final ConnectionStore connections;
    private final ExecutionStore executions;
    private final LiveUpdates updates;
    private final LiveSender sender;

    public PushUpdates(ConnectionStore connections, ExecutionStore executions, LiveUpdates updates, LiveSender sender) {
        this.connections = connections;
        this.executions = executions;
        this.updates = updates;
        this.sender = sender;
    }

    @Override
    public void follow(Changes changes, Audience audience) {
        if (audience.connections().isEmpty() || changes.details().get().stream().noneMatch(PushUpdates::shows)) {
            return;
        }
        if (changes.isNew()) {
            Workspace workspace = changes.first().workflow().workspace();
            connections.followToo(audience.connections(), workspace, changes.execution());
        }
        Optional<Recorded> recorded = executions.read(changes.execution(), 0);
        recorded.ifPresent(found -> {
            Workspace workspace = found.execution().workflow().workspace();
            sender.send(audience.connections(), updates.update(found))
                    .forEach(gone -> connections.remove(gone, workspace));
        });
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
