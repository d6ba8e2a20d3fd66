package dev.lockstep.engine.ports;

import dev.lockstep.engine.definition.Workspace;

/** What workers ask for: they never see the tasks of another workspace, whatever those are called. */
public record TaskType(Workspace workspace, String name) {}
