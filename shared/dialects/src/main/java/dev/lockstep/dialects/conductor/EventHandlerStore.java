package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.definition.Workspace;
import java.util.List;

/** Where event handlers are kept, by their names. */
public interface EventHandlerStore {
    /** How many a workspace may have. */
    int MOST = 1_000;

    /**
     * Records a handler, if there is none of its name.
     *
     * @return whether there was none
     */
    boolean add(Workspace workspace, EventHandler handler);

    /**
     * Records a handler in place of the one of its name.
     *
     * @return whether there was one; otherwise nothing is recorded
     */
    boolean replace(Workspace workspace, EventHandler handler);

    /** @return whether there was one */
    boolean delete(Workspace workspace, String name);

    /** All of them, by name. */
    List<EventHandler> all(Workspace workspace);
}
