package dev.lockstep.engine.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Makes a plan of stages that say after which others they come. Where several edges mean "after all of them", a join is put
 * in front; where many do, a tree of joins, so that no join's item grows past what one write unit holds.
 */
public final class PlanBuilder {
    /** How many branches one join gathers at most. */
    static final int JOIN_WIDTH = 100;

    private record Node(List<String> after, Function<List<Edge>, Stage> make) {}

    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, List<Edge>> edges = new LinkedHashMap<>();
    private final List<Stage> joins = new ArrayList<>();

    /**
     * Adds a stage.
     *
     * @param after the ids of the stages before it, each already checked to be part of the plan, without cycles
     * @param make the stage, once its edges are known
     */
    public PlanBuilder add(String id, List<String> after, Function<List<Edge>, Stage> make) {
        nodes.put(id, new Node(after, make));
        edges.put(id, new ArrayList<>());
        return this;
    }

    /** @param inputSchema what an execution's input must match */
    public Plan build(JsonNode inputSchema) {
        nodes.forEach((id, node) -> lead(node.after(), "join:" + id, new Edge.To(id)));
        List<String> last =
                nodes.keySet().stream().filter(id -> edgesOf(id).isEmpty()).toList();
        lead(last, "end:", new Edge.End());
        List<Stage> stages = new ArrayList<>();
        nodes.forEach((id, node) -> stages.add(node.make().apply(List.copyOf(edgesOf(id)))));
        stages.addAll(joins);
        List<String> entry = nodes.entrySet().stream()
                .filter(node -> node.getValue().after().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        return new Plan(inputSchema, entry, stages);
    }

    private void lead(List<String> sources, String join, Edge target) {
        switch (sources.size()) {
            case 0 -> {}
            case 1 -> edgesOf(sources.getFirst()).add(target);
            default -> gather(sources, join, target);
        }
    }

    private void gather(List<String> sources, String join, Edge target) {
        if (sources.size() <= JOIN_WIDTH) {
            for (int branch = 0; branch < sources.size(); branch++) {
                edgesOf(sources.get(branch)).add(new Edge.Into(join, branch));
            }
            joins.add(new Stage.Join(join, sources.size(), List.of(target)));
            return;
        }
        int groups = Math.min(JOIN_WIDTH, Math.ceilDiv(sources.size(), JOIN_WIDTH));
        int size = Math.ceilDiv(sources.size(), groups);
        int branch = 0;
        for (int from = 0; from < sources.size(); from += size) {
            List<String> group = sources.subList(from, Math.min(from + size, sources.size()));
            gather(group, join + ":" + branch, new Edge.Into(join, branch));
            branch++;
        }
        joins.add(new Stage.Join(join, branch, List.of(target)));
    }

    private List<Edge> edgesOf(String id) {
        return edges.computeIfAbsent(id, unknown -> {
            throw new IllegalStateException("no stage " + unknown);
        });
    }
}
