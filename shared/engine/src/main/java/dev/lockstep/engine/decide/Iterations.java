package dev.lockstep.engine.decide;

import dev.lockstep.engine.definition.Edge;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.Rerun;
import dev.lockstep.engine.execution.StageRunKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which run of a stage another means by its name: that of the same round and element, of the latest generation. */
public final class Iterations {
    private final Plan plan;
    private final List<Rerun> reruns;
    /** By task outside all loops; empty where nothing was rerun. */
    private final Map<String, Integer> generations = new HashMap<>();

    public Iterations(Plan plan, List<Rerun> reruns) {
        this.plan = plan;
        this.reruns = reruns;
        reruns.forEach(rerun -> reach(rerun.stage(), rerun.generation()));
    }

    private void reach(String from, int generation) {
        Deque<String> open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty()) {
            String id = open.remove();
            if (generations.getOrDefault(id, 0) == generation) {
                continue;
            }
            generations.put(id, generation);
            Stage.Task task = plan.task(id);
            for (List<Edge> edges : List.of(task.next(), task.place().otherwise())) {
                edges.stream()
                        .map(Edge::target)
                        .filter(target -> !target.isEmpty())
                        .forEach(open::add);
            }
        }
    }

    /** The generation of the stage's runs that count. */
    public int generation(String stage) {
        return reruns.isEmpty() ? 0 : generation(plan.stage(stage));
    }

    private int generation(Stage stage) {
        return switch (stage) {
            case Stage.Task task ->
                task.place()
                        .undoes()
                        .or(() -> task.place().within())
                        .map(this::generation)
                        .orElseGet(() -> generations.getOrDefault(task.id(), 0));
            case Stage.Gather gather -> generation(gather.task());
            case Stage.Items items -> generation(items.task());
            case Stage.Join join -> generation(join.next().getFirst());
            case Stage.Fork fork -> 0;
        };
    }

    private int generation(Edge edge) {
        return switch (edge) {
            case Edge.To to -> generation(to.stage());
            case Edge.Into into -> generation(into.join());
            case Edge.Back back -> generation(back.loop());
            // Of a machine nothing is run anew.
            case Edge.Enter enter -> 0;
            case Edge.Arrive arrive -> 0;
            case Edge.Leave leave -> 0;
            // Whatever is run anew, the end is reached anew.
            case Edge.End end -> reruns.isEmpty() ? 0 : reruns.getLast().generation();
        };
    }

    /** Whether a run still counts: it does not when its stage was run anew. */
    public boolean isCurrent(StageRunKey key) {
        return key.iteration().generation() == generation(key.stage());
    }

    /** The run of a stage that stands beside another one, in the same round. */
    public StageRunKey beside(String stage, Iteration iteration) {
        return new StageRunKey(stage, iteration.in(generation(stage)));
    }

    /** The run of a stage outside all loops. */
    public StageRunKey outermost(String stage) {
        return beside(stage, Iteration.FIRST);
    }

    /**
     * The run of a task that a run of another sees.
     *
     * @param seer by whose eyes; one within a loop sees the loop's own round
     */
    public StageRunKey seenBy(Stage.Task seer, Iteration iteration, String stage) {
        Stage.Task task = plan.task(stage);
        int depth = plan.depth(task);
        if (task.forEach().isPresent() && isWithin(seer, stage)) {
            depth++;
        }
        if (seer.place().undoes().filter(stage::equals).isPresent()) {
            depth = iteration.depth();
        }
        return beside(stage, iteration.upTo(Math.min(depth, iteration.depth())));
    }

    /** Whether a task is part of a loop, however deep. */
    public boolean isWithin(Stage.Task task, String loop) {
        Optional<String> around = task.place().within();
        return around.isPresent() && (around.get().equals(loop) || isWithin(plan.task(around.get()), loop));
    }

    /** The loop's run that a run within it belongs to. */
    public StageRunKey around(String loop, Iteration iteration) {
        Stage.Task task = plan.task(loop);
        int depth = plan.depth(task) + (task.forEach().isPresent() ? 1 : 0);
        return beside(loop, iteration.upTo(depth));
    }

    /** The run of a fork that an iteration is within. */
    public StageRunKey fork(String fork, Iteration within) {
        return new StageRunKey(fork, within.upTo(plan.depth(plan.stage(fork))));
    }

    /** Whether a task's run is for all elements of a list together. */
    public boolean isForAll(Stage.Task task, Iteration iteration) {
        return task.forEach().isPresent() && task.place().undoes().isEmpty() && !isElement(task, iteration);
    }

    /** Whether a task's run is for one element, rather than for all of them. */
    public boolean isElement(Stage.Task task, Iteration iteration) {
        return task.forEach().isPresent()
                && task.place().undoes().isEmpty()
                && iteration.depth() == plan.depth(task) + 1;
    }

    /** Where the element is kept that an iteration is about. */
    public StageRunKey items(String task, Iteration element) {
        return beside(Plan.items(task), element.around().at(element.last() / Stage.Items.PART));
    }

    /** Where an element arrives. */
    public StageRunKey gather(String task, Iteration element, int total) {
        Iteration all = element.around();
        return beside(
                Plan.gather(task), total <= Stage.Gather.WIDTH ? all : all.at(element.last() / Stage.Gather.WIDTH));
    }
}
