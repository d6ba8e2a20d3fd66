package dev.lockstep.engine.ports;

import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.Workspace;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Which workflow a component is of, and what is kept of components beside the definitions: it makes no version. */
public interface ComponentStore {
    /** Notes that components are of a workflow. Where one was of another, it is of this one now. */
    void assign(Workspace workspace, WorkflowId workflow, Collection<String> components);

    /** The workflow that a component was last noted to be of; its latest version may lack it. */
    Optional<WorkflowId> workflow(Workspace workspace, String component);

    /** What is kept of a workflow's components, by component; nothing of most. */
    Map<String, Placing> placings(Workspace workspace, WorkflowId workflow);

    /**
     * Keeps a component's name, its position or both, and leaves as it is what is not given.
     *
     * @return what is kept of it then
     */
    Placing place(Workspace workspace, WorkflowId workflow, String component, Placing given);

    /**
     * What people see of a component.
     *
     * @param name what they call it
     * @param position where they have put it
     */
    record Placing(Optional<String> name, Optional<Position> position) {
        public static final Placing NONE = new Placing(Optional.empty(), Optional.empty());

        /** What this says, and the other where this says nothing. */
        public Placing or(Placing other) {
            return new Placing(name.or(other::name), position.or(other::position));
        }

        public boolean isNone() {
            return equals(NONE);
        }
    }

    /** Where something is on a canvas, in units of its own. */
    record Position(double x, double y) {}
}
