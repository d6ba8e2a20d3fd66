package dev.lockstep.dialects.pipeline;

import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.StageInput;
import dev.lockstep.engine.expression.References;
import java.util.Set;
import java.util.function.Predicate;

/** Checks that expressions read only steps that run earlier. */
final class ReferenceCheck {
    private final Scope scope;
    private final Set<String> all;
    private final Faults faults;

    /**
     * @param all the ids of the steps of the whole definition
     */
    ReferenceCheck(Scope scope, Set<String> all, Faults faults) {
        this.scope = scope;
        this.all = all;
        this.faults = faults;
    }

    void check(StepDefinition step, Stage.Task task) {
        Predicate<String> earlier = other -> scope.mayRead(step, other);
        boolean item = scope.hasElement(step);
        if (task.input() instanceof StageInput.Own own) {
            check(step.at("input"), own.data().references(), earlier, item);
        }
        // The condition of a step that is run for each element is asked once.
        step.when()
                .ifPresent(condition -> check(
                        step.at("when"),
                        condition.references(),
                        earlier,
                        step.forEach().isPresent() ? scope.isWithinElement() : item));
        step.forEach()
                .ifPresent(each ->
                        check(step.at("for_each"), each.items().references(), earlier, scope.isWithinElement()));
        check(step.path(), task.config().references(), earlier, item);
        switch (task.activity()) {
            case Activity.Choice choice -> {
                int i = 0;
                for (Activity.Case way : choice.cases()) {
                    check(step.at("choices[" + i++ + "].when"), way.when().references(), earlier, item);
                }
            }
            case Activity.Loop loop -> {
                Predicate<String> seen = other -> earlier.test(other)
                        || other.equals(step.id())
                        || step.steps().stream().anyMatch(inner -> inner.id().equals(other));
                check(
                        step.at(loop.until() ? "until" : "while"),
                        loop.condition().references(),
                        seen,
                        item);
            }
            case Activity other -> {}
        }
    }

    /** What undoes a step may read it, and what came before it. */
    void checkCompensation(StepDefinition step, StepDefinition undo, Stage.Task task) {
        Predicate<String> earlier = other -> other.equals(step.id()) || scope.mayRead(step, other);
        boolean item = scope.hasElement(step);
        if (task.input() instanceof StageInput.Own own) {
            check(undo.at("input"), own.data().references(), earlier, item);
        }
        check(undo.path(), task.config().references(), earlier, item);
    }

    private void check(String path, References references, Predicate<String> mayRead, boolean hasItem) {
        for (String id : references.steps()) {
            if (!all.contains(id)) {
                faults.add(path, "an expression reads steps." + id + ", and there is no such step");
            } else if (!mayRead.test(id)) {
                faults.add(path, "an expression reads steps." + id + ", which does not run before this step");
            }
        }
        if (references.inputs()) {
            faults.add(path, "there is no `inputs` to read here; did you mean `input`?");
        }
        if (references.item() && !hasItem) {
            faults.add(path, "an expression reads item or index, and this is not run for each element of a list");
        }
    }
}
