package dev.lockstep.dialects.pipeline;

import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.StageInput;
import dev.lockstep.engine.expression.References;

/** Checks that expressions read only steps that run earlier. */
final class ReferenceCheck {
    private final StepGraph graph;
    private final Faults faults;

    ReferenceCheck(StepGraph graph, Faults faults) {
        this.graph = graph;
        this.faults = faults;
    }

    void check(StepDefinition step, Stage.Operation stage) {
        if (stage.input() instanceof StageInput.Own own) {
            check(step, "input", own.data().references());
        }
        stage.when().ifPresent(condition -> check(step, "when", condition.references()));
        check(step, "config", stage.config().references());
    }

    private void check(StepDefinition step, String part, References references) {
        String path = part.equals("config") ? step.path() : step.path() + "." + part;
        for (String id : references.steps()) {
            if (!graph.has(id)) {
                faults.add(path, "an expression reads steps." + id + ", and there is no such step");
            } else if (!graph.runsBefore(id, step.id())) {
                faults.add(path, "an expression reads steps." + id + ", which does not run before this step");
            }
        }
    }
}
