package dev.lockstep.engine.definition;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Makes a plan of tasks that say after which others they come. Where several edges mean "after all of them", a join is put
 * in front; where many do, a tree of joins, so that no join's item grows past what one write unit holds.
 */
public final class PlanBuilder {
    /** How many branches one join gathers at most. */
    public static final int JOIN_WIDTH = 100;

    /** Edges of a task that are being gathered: where it goes with an outcome, and where with a failure. */
    private record Edges(List<Edge> next, List<Edge> otherwise) {}

    private record Source(String id, boolean onError) {}

    private final Map<String, PlanNode> nodes = new LinkedHashMap<>();
    private final Map<String, Edges> edges = new LinkedHashMap<>();
    private final List<Stage.Task> compensations = new ArrayList<>();
    private final List<Stage> gathering = new ArrayList<>();

    /**
     * Adds a task.
     *
     * @param task without its edges
     * @param after the ids of the tasks before it, each already checked to be part of the same loop or of none, without cycles
     */
    public PlanBuilder add(Stage.Task task, List<String> after) {
        return add(task, after, List.of());
    }

    /**
     * Adds a task.
     *
     * @param failed the ids of the tasks whose failure leads here
     */
    public PlanBuilder add(Stage.Task task, List<String> after, List<String> failed) {
        nodes.put(task.id(), new PlanNode(task, List.copyOf(after), List.copyOf(failed)));
        edges.put(task.id(), new Edges(new ArrayList<>(), new ArrayList<>()));
        return this;
    }

    /** Adds a task that undoes another, which its place tells. */
    public PlanBuilder addCompensation(Stage.Task task) {
        compensations.add(task);
        return this;
    }

    public Plan build(JsonNode inputSchema) {
        return build(inputSchema, Optional.empty());
    }

    /**
     * @param inputSchema what an execution's input must match
     * @param timeoutSeconds how long an execution may take, where that is bounded
     */
    public Plan build(JsonNode inputSchema, Optional<Integer> timeoutSeconds) {
        nodes.values().forEach(node -> lead(sources(node), node, new Edge.To(node.id())));
        List<String> last = last(Optional.empty());
        if (last.size() == 1) {
            edgesOf(last.getFirst()).next().add(new Edge.End());
        } else {
            gather(normal(last), "end:", "", last.size(), new Edge.End());
        }
        loops().forEach(loop -> {
            List<String> ending = last(Optional.of(loop));
            gather(normal(ending), "end:" + loop, "", ending.size(), new Edge.Back(loop));
        });
        PlanOrder order = new PlanOrder(nodes);
        List<Stage> stages = new ArrayList<>();
        nodes.values().forEach(node -> stages.add(finished(node.task(), order)));
        compensations.forEach(task -> stages.add(task.at(task.place().readingVariablesOf(order.setters(task)))));
        stages.addAll(gathering);
        nodes.values().stream()
                .map(PlanNode::task)
                .filter(task -> task.forEach().isPresent())
                .forEach(task -> {
                    stages.add(new Stage.Gather(Plan.gather(task.id()), task.id()));
                    stages.add(new Stage.Items(Plan.items(task.id()), task.id()));
                });
        return new Plan(inputSchema, timeoutSeconds, first(Optional.empty()), stages);
    }

    private Stage.Task finished(Stage.Task task, PlanOrder order) {
        Edges out = edgesOf(task.id());
        Place place = task.place()
                .leadingTo(List.copyOf(out.next()), List.copyOf(out.otherwise()))
                .guardedBy(order.guards(task))
                .readingVariablesOf(order.setters(task));
        Stage.Task placed = task.at(place);
        if (task.activity() instanceof Activity.Loop loop) {
            Optional<String> within = Optional.of(task.id());
            return placed.doing(new Activity.Loop(
                    loop.condition(),
                    loop.until(),
                    loop.testsFirst(),
                    loop.mostIterations(),
                    first(within),
                    last(within)));
        }
        return placed;
    }

    private static List<Source> sources(PlanNode node) {
        return Stream.concat(
                        node.after().stream().map(id -> new Source(id, false)),
                        node.failed().stream().map(id -> new Source(id, true)))
                .toList();
    }

    private static List<Source> normal(List<String> ids) {
        return ids.stream().map(id -> new Source(id, false)).toList();
    }

    private List<String> loops() {
        return nodes.values().stream()
                .map(PlanNode::task)
                .filter(task -> task.activity() instanceof Activity.Loop)
                .map(Stage::id)
                .toList();
    }

    private List<String> first(Optional<String> within) {
        return nodes.values().stream()
                .filter(node -> node.task().place().within().equals(within))
                .filter(node -> node.after().isEmpty() && node.failed().isEmpty())
                .map(PlanNode::id)
                .toList();
    }

    /** The tasks behind which none comes. */
    private List<String> last(Optional<String> within) {
        Set<String> followed = new HashSet<>();
        nodes.values().forEach(node -> followed.addAll(node.after()));
        return nodes.values().stream()
                .filter(node -> node.task().place().within().equals(within))
                .map(PlanNode::id)
                .filter(id -> !followed.contains(id))
                .toList();
    }

    private void lead(List<Source> sources, PlanNode node, Edge target) {
        switch (sources.size()) {
            case 0 -> {}
            case 1 -> add(sources.getFirst(), target);
            default -> {
                int needed = node.task().activity() instanceof Activity.Merge merge ? merge.needed() : sources.size();
                gather(sources, "join:" + node.id(), node.id(), needed, target);
            }
        }
    }

    private void add(Source source, Edge edge) {
        Edges of = edgesOf(source.id());
        (source.onError() ? of.otherwise() : of.next()).add(edge);
    }

    private void gather(List<Source> sources, String join, String leadsTo, int needed, Edge target) {
        if (sources.size() <= JOIN_WIDTH) {
            for (int branch = 0; branch < sources.size(); branch++) {
                add(sources.get(branch), new Edge.Into(join, branch, leadsTo));
            }
            gathering.add(new Stage.Join(join, sources.size(), needed, List.of(target)));
            return;
        }
        int groups = Math.min(JOIN_WIDTH, Math.ceilDiv(sources.size(), JOIN_WIDTH));
        int size = Math.ceilDiv(sources.size(), groups);
        int branch = 0;
        for (int from = 0; from < sources.size(); from += size) {
            List<Source> group = sources.subList(from, Math.min(from + size, sources.size()));
            gather(group, join + ":" + branch, leadsTo, group.size(), new Edge.Into(join, branch, leadsTo));
            branch++;
        }
        gathering.add(new Stage.Join(join, branch, branch, List.of(target)));
    }

    private Edges edgesOf(String id) {
        return edges.computeIfAbsent(id, unknown -> {
            throw new IllegalStateException("no stage " + unknown);
        });
    }
}
