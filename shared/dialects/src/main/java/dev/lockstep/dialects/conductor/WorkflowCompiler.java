package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.operations.Catalogue;
import dev.lockstep.engine.usecases.Compiled;
import dev.lockstep.engine.usecases.Refusal;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Checks a definition of Conductor's and compiles it to a plan. */
public final class WorkflowCompiler {
    private final Catalogue catalogue;

    public WorkflowCompiler(Catalogue catalogue) {
        this.catalogue = ConductorOperations.addedTo(catalogue);
    }

    /**
     * Reads a definition as it is registered, and checks that it compiles.
     *
     * @throws Refusal that lists every fault
     */
    public WorkflowDefinition read(JsonNode given) {
        Faults faults = new Faults();
        WorkflowDefinition definition = read(given, faults);
        Validation.check(faults);
        return definition;
    }

    /** The same; what is wrong with it goes to the faults. */
    public WorkflowDefinition read(JsonNode given, Faults faults) {
        WorkflowDefinition definition = DefinitionReader.read(given, "", faults);
        if (faults.isEmpty()) {
            new Compilation(catalogue, definition, Children.UNRESOLVED, faults).plan();
        }
        return definition;
    }

    /**
     * Compiles what was registered.
     *
     * @param definition with the definitions of its tasks in it
     * @throws Refusal that lists every fault
     */
    public Compiled compile(WorkflowDefinition definition, Children children) {
        Faults faults = new Faults();
        Optional<Plan> plan = new Compilation(catalogue, definition, children, faults).plan();
        Validation.check(faults);
        return new Compiled(definition.name(), definition.json(), plan.orElseThrow());
    }
}
