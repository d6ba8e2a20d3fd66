package dev.lockstep.dialects.pipeline;

import dev.lockstep.dialects.pipeline.StepDefinition.Failing;
import dev.lockstep.engine.definition.Faults;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which steps of one list come before which. A step that names none in {@code after} comes after the choices and failures that
 * lead to it, or else after the one above it.
 */
final class StepGraph {
    private final Map<String, StepDefinition> steps = new LinkedHashMap<>();
    private final Map<String, List<String>> before = new LinkedHashMap<>();
    private final Map<String, List<String>> failures = new HashMap<>();
    private final Map<String, Set<String>> ancestors = new HashMap<>();
    private final List<StepDefinition> inOrder = new ArrayList<>();

    /**
     * Builds the graph and notes unknown steps in {@code after} and {@code on_error}, and cycles.
     *
     * @param choices the steps that each choice leads to
     */
    StepGraph(List<StepDefinition> definitions, Map<String, Set<String>> choices, Faults faults) {
        definitions.forEach(step -> steps.putIfAbsent(step.id(), step));
        definitions.forEach(step -> noteFailure(step, faults));
        Map<String, List<String>> chosen = new HashMap<>();
        choices.forEach((choice, targets) -> targets.forEach(target ->
                chosen.computeIfAbsent(target, any -> new ArrayList<>()).add(choice)));
        String above = "";
        for (StepDefinition step : definitions) {
            List<String> choosing = chosen.getOrDefault(step.id(), List.of());
            before.putIfAbsent(step.id(), predecessors(step, above, choosing, faults));
            above = step.id();
        }
        sort(faults);
    }

    private void noteFailure(StepDefinition step, Faults faults) {
        if (step.onError() instanceof Failing.GoesTo goesTo) {
            if (!steps.containsKey(goesTo.step()) || goesTo.step().equals(step.id())) {
                faults.add(
                        step.at("on_error"),
                        "must be fail, continue or the id of another step beside it; there is no step \""
                                + goesTo.step() + "\"");
            } else {
                failures.computeIfAbsent(goesTo.step(), any -> new ArrayList<>())
                        .add(step.id());
            }
        }
    }

    private List<String> predecessors(StepDefinition step, String above, List<String> choosing, Faults faults) {
        if (step.after().isEmpty()) {
            if (!choosing.isEmpty() || failures.containsKey(step.id())) {
                return choosing;
            }
            return above.isEmpty() ? List.of() : List.of(above);
        }
        Set<String> known = new LinkedHashSet<>();
        int i = 0;
        for (String id : step.after().get()) {
            String path = step.path() + ".after[" + i++ + "]";
            if (id.equals(step.id())) {
                faults.add(path, "a step cannot come after itself");
            } else if (!steps.containsKey(id)) {
                faults.add(path, "there is no step \"" + id + "\"");
            } else if (!known.add(id)) {
                faults.add(path, "\"" + id + "\" is named twice");
            }
        }
        return List.copyOf(known);
    }

    /** Kahn's algorithm; what is left over goes round in a cycle or comes after one. */
    private void sort(Faults faults) {
        Map<String, Integer> waitsFor = new HashMap<>();
        Map<String, List<String>> behind = new HashMap<>();
        Deque<String> ready = new ArrayDeque<>();
        before.keySet().forEach(id -> {
            List<String> sources = sources(id);
            waitsFor.put(id, sources.size());
            sources.forEach(source ->
                    behind.computeIfAbsent(source, any -> new ArrayList<>()).add(id));
            if (sources.isEmpty()) {
                ready.add(id);
            }
        });
        while (!ready.isEmpty()) {
            String id = ready.remove();
            inOrder.add(step(id));
            ancestors.put(id, ancestorsOf(id));
            for (String next : behind.getOrDefault(id, List.of())) {
                if (waitsFor.merge(next, -1, Integer::sum) == 0) {
                    ready.add(next);
                }
            }
        }
        List<StepDefinition> left = steps.values().stream()
                .filter(step -> !ancestors.containsKey(step.id()))
                .toList();
        left.stream()
                .findFirst()
                .ifPresent(step -> faults.add(
                        step.at("after"), "the step waits for itself: what comes before it goes round in a circle"));
        inOrder.addAll(left);
    }

    private Set<String> ancestorsOf(String id) {
        Set<String> all = new LinkedHashSet<>();
        for (String source : sources(id)) {
            all.add(source);
            all.addAll(ancestors.getOrDefault(source, Set.of()));
        }
        return all;
    }

    /** All that lead to it, with an outcome or with a failure. */
    List<String> sources(String id) {
        Set<String> all = new LinkedHashSet<>(before(id));
        all.addAll(failuresBefore(id));
        return List.copyOf(all);
    }

    StepDefinition step(String id) {
        StepDefinition step = steps.get(id);
        if (step == null) {
            throw new IllegalStateException("no step " + id);
        }
        return step;
    }

    /** The steps as they are written. */
    List<StepDefinition> asWritten() {
        return List.copyOf(steps.values());
    }

    boolean has(String id) {
        return steps.containsKey(id);
    }

    /** The steps directly before it. */
    List<String> before(String id) {
        return before.getOrDefault(id, List.of());
    }

    /** The steps whose failure leads to it. */
    List<String> failuresBefore(String id) {
        return failures.getOrDefault(id, List.of());
    }

    boolean runsBefore(String earlier, String later) {
        return ancestors.getOrDefault(later, Set.of()).contains(earlier);
    }

    /** The steps so that each comes after all before it; those in a cycle last. */
    List<StepDefinition> inOrder() {
        return inOrder;
    }
}
