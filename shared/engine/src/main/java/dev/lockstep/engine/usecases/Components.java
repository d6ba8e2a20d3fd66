package dev.lockstep.engine.usecases;

import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.ports.ComponentStore;
import dev.lockstep.engine.ports.ComponentStore.Placing;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Changes components: how a workflow's steps are configured, called and placed. */
public final class Components {
    /** How often a change is tried that other changes of the workflow overtake. */
    private static final int MOST_TRIES = 5;

    private final ComponentStore components;
    private final RegisterWorkflow workflows;

    public Components(ComponentStore components, RegisterWorkflow workflows) {
        this.components = components;
        this.workflows = workflows;
    }

    /** What is kept beside a workflow's definition, by component. */
    public Map<String, Placing> placings(Caller caller, WorkflowId workflow) {
        return components.placings(caller.workspace(), workflow);
    }

    /**
     * A component as it is after a change.
     *
     * @param version the version that has it so
     */
    public record Changed(WorkflowVersion version, Placing placing) {}

    /**
     * Changes a component.
     *
     * @param edit makes of the latest version what the next one is to be, where there is to be one; it refuses what is not valid, and a
     *     version that lacks the component
     * @param placing to be kept beside the definition
     * @throws Refusal where the caller's workspace has no such component, the edit is refused, or others change the workflow all the time
     */
    public Changed change(
            Caller caller, String component, Function<WorkflowVersion, Optional<Compiled>> edit, Placing placing) {
        WorkflowId workflow =
                components.workflow(caller.workspace(), component).orElseThrow(() -> Refusal.noComponent(component));
        WorkflowVersion version = edited(caller, workflow, edit);
        Placing kept = placing.isNone()
                ? components.placings(caller.workspace(), workflow).getOrDefault(component, Placing.NONE)
                : components.place(caller.workspace(), workflow, component, placing);
        return new Changed(version, kept);
    }

    private WorkflowVersion edited(
            Caller caller, WorkflowId workflow, Function<WorkflowVersion, Optional<Compiled>> edit) {
        for (int tries = 1; true; tries++) {
            WorkflowVersion latest = workflows.read(caller, workflow, Optional.empty());
            Optional<Compiled> next = edit.apply(latest);
            if (next.isEmpty()) {
                return latest;
            }
            try {
                WorkflowRef ref = workflows.update(caller, latest.ref(), next.get());
                return workflows.read(caller, workflow, Optional.of(ref.version()));
            } catch (Refusal refusal) {
                if (refusal.kind() != Refusal.Kind.CONFLICT || tries == MOST_TRIES) {
                    throw refusal;
                }
            }
        }
    }
}
