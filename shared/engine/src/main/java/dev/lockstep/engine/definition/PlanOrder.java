package dev.lockstep.engine.definition;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What comes before what in a plan that is being built, and what follows from it: who sets variables for whom, who cancels whom. */
final class PlanOrder {
    private final Map<String, PlanNode> nodes;
    private final Map<String, List<String>> behind = new HashMap<>();
    private final Map<String, Set<String>> guards = new HashMap<>();
    /** Each task at a place after all before it. */
    private final Map<String, Integer> ranks = new LinkedHashMap<>();
    /** The tasks that set variables, and the loops that hold such. */
    private final Set<String> setting = new HashSet<>();
    /** The tasks that others come after, once they have succeeded. */
    private final Set<String> followed = new HashSet<>();

    PlanOrder(Map<String, PlanNode> nodes) {
        this.nodes = nodes;
        nodes.values()
                .forEach(node -> node.sources()
                        .forEach(source -> behind.computeIfAbsent(source, any -> new ArrayList<>())
                                .add(node.id())));
        rank();
        nodes.values().forEach(node -> {
            followed.addAll(node.after());
            noteSetter(node.task());
        });
        nodes.values().stream().filter(PlanOrder::leavesSomeBehind).forEach(this::guard);
    }

    private static boolean leavesSomeBehind(PlanNode node) {
        return node.task().activity() instanceof Activity.Merge merge
                && merge.needed() < merge.sources().size();
    }

    private void rank() {
        Map<String, Integer> waitsFor = new HashMap<>();
        Deque<String> ready = new ArrayDeque<>();
        nodes.values().forEach(node -> {
            int sources = (int) node.sources().count();
            waitsFor.put(node.id(), sources);
            if (sources == 0) {
                ready.add(node.id());
            }
        });
        while (!ready.isEmpty()) {
            String id = ready.remove();
            ranks.put(id, ranks.size());
            for (String next : behind.getOrDefault(id, List.of())) {
                if (waitsFor.merge(next, -1, Integer::sum) == 0) {
                    ready.add(next);
                }
            }
        }
    }

    /** The tasks before it that set variables, if it reads any. */
    List<String> setters(Stage.Task task) {
        if (!task.references().variables()) {
            return List.of();
        }
        List<String> setters = new ArrayList<>();
        collectSetters(task, setters);
        return setters;
    }

    private void collectSetters(Stage.Task task, List<String> setters) {
        task.place().within().map(this::task).ifPresent(loop -> collectSetters(loop, setters));
        String from = task.place().undoes().orElse(task.id());
        Set<String> before = before(List.of(from));
        if (task.place().undoes().isPresent() || task.activity() instanceof Activity.Loop) {
            // A loop's rounds set what its condition and the next round read, and what was done sets what undoes it.
            before.add(from);
        }
        before.stream()
                .filter(setting::contains)
                .sorted(Comparator.comparingInt(this::rank))
                .forEach(setters::add);
    }

    private void noteSetter(Stage.Task task) {
        if (task.activity() instanceof Activity.SetVariables) {
            setting.add(task.id());
            Optional<String> around = task.place().within();
            while (around.isPresent() && setting.add(around.get())) {
                around = task(around.get()).place().within();
            }
        }
    }

    private int rank(String id) {
        return ranks.getOrDefault(id, Integer.MAX_VALUE);
    }

    /** All that come before any of these. */
    private Set<String> before(List<String> ids) {
        return before(ids, node -> true);
    }

    /** @param further whether what comes before a task that was come to is asked for too */
    private Set<String> before(List<String> ids, Predicate<PlanNode> further) {
        Set<String> before = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(ids);
        while (!open.isEmpty()) {
            PlanNode node = nodes.get(open.remove());
            if (node != null && further.test(node)) {
                node.sources().filter(before::add).forEach(open::add);
            }
        }
        return before;
    }

    /** Notes what a join cancels when it need not wait any longer: all that leads nowhere but to it, and may not be done by then. */
    private void guard(PlanNode join) {
        List<Set<String>> branches = branches(join, node -> true);
        // What a merge within a branch does not wait for may be done by the end of the branch, or not.
        List<Set<String>> done = branches(join, node -> !leavesSomeBehind(node));
        Set<String> ways = waysPast(join.id());
        branches.stream()
                .flatMap(Set::stream)
                .filter(id -> !ways.contains(id))
                .filter(id -> done.stream().anyMatch(branch -> !branch.contains(id)))
                .forEach(id ->
                        guards.computeIfAbsent(id, any -> new LinkedHashSet<>()).add(join.id()));
    }

    private List<Set<String>> branches(PlanNode join, Predicate<PlanNode> further) {
        return join.sources()
                .map(source -> {
                    Set<String> branch = before(List.of(source), further);
                    branch.add(source);
                    return branch;
                })
                .toList();
    }

    /** The tasks from which a token can go to an end without passing the join. */
    private Set<String> waysPast(String join) {
        Set<String> past = new HashSet<>();
        Deque<String> open = new ArrayDeque<>();
        // One that only its failure leads on from goes to the end when it succeeds.
        nodes.keySet().stream()
                .filter(id -> !id.equals(join) && !followed.contains(id))
                .forEach(open::add);
        past.addAll(open);
        while (!open.isEmpty()) {
            PlanNode node = nodes.get(open.remove());
            if (node != null) {
                node.sources()
                        .filter(source -> !source.equals(join))
                        .filter(past::add)
                        .forEach(open::add);
            }
        }
        return past;
    }

    /** The tasks by whose outcome this one is canceled, those that hold the loops around it included. */
    List<String> guards(Stage.Task task) {
        Set<String> all = new LinkedHashSet<>(guards.getOrDefault(task.id(), Set.of()));
        task.place().within().map(this::task).ifPresent(loop -> {
            all.addAll(guards(loop));
            if (loop.policy().onError() != OnError.FAIL || loop.forEach().isPresent()) {
                all.add(loop.id());
            }
        });
        return List.copyOf(all);
    }

    private Stage.Task task(String id) {
        PlanNode node = nodes.get(id);
        if (node == null) {
            throw new IllegalStateException("no stage " + id);
        }
        return node.task();
    }
}
