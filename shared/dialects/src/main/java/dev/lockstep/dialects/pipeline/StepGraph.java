package dev.lockstep.dialects.pipeline;

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

/** Which steps come before which. A step that names none in {@code after} comes after the one above it. */
final class StepGraph {
    private final Map<String, StepDefinition> steps = new LinkedHashMap<>();
    private final Map<String, List<String>> before = new LinkedHashMap<>();
    private final Map<String, Set<String>> ancestors = new HashMap<>();
    private final List<StepDefinition> inOrder = new ArrayList<>();

    /** Builds the graph and notes steps of the same id, unknown ones in {@code after}, and cycles. */
    StepGraph(List<StepDefinition> definitions, Faults faults) {
        for (StepDefinition step : definitions) {
            StepDefinition earlier = steps.putIfAbsent(step.id(), step);
            if (earlier != null) {
                faults.add(step.path() + ".id", "the id \"" + step.id() + "\" is also that of " + earlier.path());
            }
        }
        String above = "";
        for (StepDefinition step : definitions) {
            before.putIfAbsent(step.id(), predecessors(step, above, faults));
            above = step.id();
        }
        sort(faults);
    }

    private List<String> predecessors(StepDefinition step, String above, Faults faults) {
        if (step.after().isEmpty()) {
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
        before.forEach((id, sources) -> {
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
                        step.path() + ".after", "the step waits for itself: its \"after\" goes round in a circle"));
        inOrder.addAll(left);
    }

    private Set<String> ancestorsOf(String id) {
        Set<String> all = new LinkedHashSet<>();
        for (String source : before(id)) {
            all.add(source);
            all.addAll(ancestors.getOrDefault(source, Set.of()));
        }
        return all;
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

    boolean runsBefore(String earlier, String later) {
        return ancestors.getOrDefault(later, Set.of()).contains(earlier);
    }

    /** The steps so that each comes after all before it; those in a cycle last. */
    List<StepDefinition> inOrder() {
        return inOrder;
    }
}
