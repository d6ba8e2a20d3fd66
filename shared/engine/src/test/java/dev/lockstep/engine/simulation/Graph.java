package dev.lockstep.engine.simulation;

import dev.lockstep.engine.definition.Edge;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What comes before what in a plan. It looks through joins: what is before one is before all that comes after it. */
final class Graph {
    private record Incoming(Stage from, int branch) {}

    private final Plan plan;
    private final Map<String, List<Incoming>> incoming = new HashMap<>();
    private final Map<String, Set<String>> before = new HashMap<>();

    Graph(Plan plan) {
        this.plan = plan;
        for (Stage stage : plan.stages()) {
            for (Edge edge : stage.next()) {
                switch (edge) {
                    case Edge.To to -> add(to.stage(), new Incoming(stage, 0));
                    case Edge.Into into -> add(into.join(), new Incoming(stage, into.branch()));
                    case Edge.Back back -> {}
                    case Edge.End end -> {}
                }
            }
        }
        plan.tasks().forEach(operation -> before.put(operation.id(), all(operation.id())));
    }

    private void add(String to, Incoming from) {
        incoming.computeIfAbsent(to, any -> new ArrayList<>()).add(from);
    }

    Plan plan() {
        return plan;
    }

    boolean has(String stage) {
        return plan.find(stage).isPresent();
    }

    /** The operations right before this one. */
    Set<String> before(String operation) {
        return before.getOrDefault(operation, Set.of());
    }

    /** The operations that the branch of a join stands for. */
    Set<String> behind(String join, int branch) {
        Set<String> behind = new LinkedHashSet<>();
        incoming.getOrDefault(join, List.of()).stream()
                .filter(from -> from.branch() == branch)
                .forEach(from -> behind.addAll(operations(from.from())));
        return behind;
    }

    private Set<String> all(String stage) {
        Set<String> all = new LinkedHashSet<>();
        incoming.getOrDefault(stage, List.of()).forEach(from -> all.addAll(operations(from.from())));
        return all;
    }

    private Set<String> operations(Stage stage) {
        return switch (stage) {
            case Stage.Task operation -> Set.of(operation.id());
            case Stage.Join join -> all(join.id());
            case Stage.Gather gather -> Set.of();
            case Stage.Items items -> Set.of();
        };
    }
}
