package dev.lockstep.engine.ports;

import dev.lockstep.engine.definition.Workspace;
import java.util.Optional;

/**
 * What workers ask for: they never see the tasks of another workspace, whatever those are called.
 *
 * @param domain whose tasks they ask for; empty for those of none
 */
public record TaskType(Workspace workspace, String name, Optional<String> domain) {
    public TaskType(Workspace workspace, String name) {
        this(workspace, name, Optional.empty());
    }
}
