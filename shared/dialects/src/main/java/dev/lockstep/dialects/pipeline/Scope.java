package dev.lockstep.dialects.pipeline;

import dev.lockstep.engine.definition.Faults;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * One list of steps: those of the definition, or those within a loop.
 *
 * @param loop the loop that they are within
 * @param outer the list that the loop is in
 */
record Scope(Optional<StepDefinition> loop, Optional<Scope> outer, StepGraph graph) {
    static Scope of(List<StepDefinition> steps, Faults faults) {
        return new Scope(Optional.empty(), Optional.empty(), new StepGraph(steps, choices(steps), faults));
    }

    /** The list within a loop of this one. */
    Scope within(StepDefinition inner, Faults faults) {
        return new Scope(
                Optional.of(inner), Optional.of(this), new StepGraph(inner.steps(), choices(inner.steps()), faults));
    }

    /** Whether an expression of the step may read the other: it runs before it, or is a loop that it is within. */
    boolean mayRead(StepDefinition step, String other) {
        return graph.runsBefore(other, step.id()) || mayReadFromWithin(other);
    }

    private boolean mayReadFromWithin(String other) {
        return loop.isPresent()
                && (loop.get().id().equals(other) || outer.orElseThrow().mayRead(loop.get(), other));
    }

    /** Whether anything here is run for an element. */
    boolean hasElement(StepDefinition step) {
        return step.forEach().isPresent() || isWithinElement();
    }

    /** Whether a loop around is run for an element. */
    boolean isWithinElement() {
        return loop.isPresent() && outer.orElseThrow().hasElement(loop.get());
    }

    private static Map<String, Set<String>> choices(List<StepDefinition> steps) {
        Map<String, Set<String>> choices = new LinkedHashMap<>();
        steps.stream().filter(step -> step.type().equals("Choice")).forEach(step -> {
            Set<String> targets = new LinkedHashSet<>();
            step.config().path("choices").forEach(way -> targets.addAll(targets(way.path("next"))));
            targets.addAll(targets(step.config().path("default")));
            choices.put(step.id(), targets);
        });
        return choices;
    }

    /** One id or several. */
    static List<String> targets(JsonNode next) {
        List<String> targets = new ArrayList<>();
        if (next.isString()) {
            targets.add(next.stringValue());
        }
        next.forEach(one -> {
            if (one.isString()) {
                targets.add(one.stringValue());
            }
        });
        return targets;
    }
}
