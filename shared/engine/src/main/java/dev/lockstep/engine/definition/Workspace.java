package dev.lockstep.engine.definition;

/** Whose data it is. A key belongs to one workspace, and sees nothing of another. */
public record Workspace(String name) {
    public static final Workspace DEFAULT = new Workspace("default");
}
