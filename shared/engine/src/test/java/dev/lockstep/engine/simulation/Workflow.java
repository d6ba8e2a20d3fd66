package dev.lockstep.engine.simulation;

import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A generated workflow: as the engine has it, and as it was defined. */
final class Workflow {
    private final Plan plan;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, Stage.Task> undoing = new LinkedHashMap<>();
    private final Map<String, Script> scripts;

    /**
     * @param undoing the stages that undo others
     * @param scripts what each operation does, by stage
     */
    Workflow(Plan plan, List<Node> nodes, List<Stage.Task> undoing, Map<String, Script> scripts) {
        this.plan = plan;
        nodes.forEach(node -> this.nodes.put(node.id(), node));
        undoing.forEach(task -> this.undoing.put(task.id(), task));
        this.scripts = scripts;
    }

    Plan plan() {
        return plan;
    }

    boolean has(String stage) {
        return nodes.containsKey(stage) || undoing.containsKey(stage);
    }

    Optional<Node> find(String stage) {
        return Optional.ofNullable(nodes.get(stage));
    }

    Node node(String stage) {
        return Objects.requireNonNull(nodes.get(stage), stage);
    }

    List<Node> nodes() {
        return List.copyOf(nodes.values());
    }

    Stage.Task task(String stage) {
        return find(stage).map(Node::task).orElseGet(() -> Objects.requireNonNull(undoing.get(stage), stage));
    }

    boolean undoes(String stage) {
        return undoing.containsKey(stage);
    }

    /** The stages side by side within a loop, or outside all of them. */
    List<Node> within(Optional<String> loop) {
        return nodes.values().stream()
                .filter(node -> node.task().place().within().equals(loop))
                .toList();
    }

    /** Those of them that no other follows. */
    List<Node> last(Optional<String> loop) {
        return within(loop).stream()
                .filter(node ->
                        nodes.values().stream().noneMatch(other -> other.after().contains(node.id())))
                .toList();
    }

    /** Whether a token that leaves the one may come to the other. */
    boolean leadsTo(String from, String to) {
        Node target = node(to);
        return target.after().contains(from)
                || target.failed().contains(from)
                || target.after().stream().anyMatch(between -> leadsTo(from, between))
                || target.failed().stream().anyMatch(between -> leadsTo(from, between));
    }

    /** Whether a token that leaves a stage may come to an end without having come to the other. */
    boolean leadsPast(String from, String other) {
        return nodes.values().stream().noneMatch(node -> node.after().contains(from))
                || nodes.values().stream()
                        .filter(node ->
                                node.after().contains(from) || node.failed().contains(from))
                        .filter(node -> !node.id().equals(other))
                        .anyMatch(node -> leadsPast(node.id(), other));
    }

    Script script(String stage) {
        return scripts.getOrDefault(stage, Script.DONE_AT_ONCE);
    }
}
