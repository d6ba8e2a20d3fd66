package dev.lockstep.engine.decide;

import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.Rerun;
import dev.lockstep.engine.execution.StageRunKey;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Which run of a stage another means by its name: that of the same round and element, of the latest generation. */
public final class Iterations {
    private final Plan plan;
    private final Generations generations;

    public Iterations(Plan plan, List<Rerun> reruns) {
        this.plan = plan;
        this.generations = new Generations(plan, reruns);
    }

    /** Whether a run still counts: it does not when its stage was run anew. */
    public boolean isCurrent(StageRunKey key) {
        return key.iteration().generation() == generations.of(key.stage(), key.iteration());
    }

    /** The run of a stage that stands beside another one, in the same round. */
    public StageRunKey beside(String stage, Iteration iteration) {
        return new StageRunKey(stage, iteration.in(generations.of(stage, iteration)));
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

    /** What a run of a task is given instead of what the plan tells, where it was run anew so. */
    public Optional<JsonNode> editedInput(Stage.Task task, Iteration iteration) {
        return generations
                .beginning(task, iteration)
                .flatMap(rerun -> rerun.anew().input());
    }

    /** Whether a task's run is of a loop that is gone through again, since something within it was run anew. */
    public boolean isAgain(Stage.Task task, Iteration iteration) {
        return generations.isAgain(task, iteration);
    }

    /** Whether loops come again to rounds that had begun before, since something within them was run anew. */
    public boolean isAnewWithinLoops() {
        return generations.anyWithinLoops();
    }

    /** Whether a task is part of a loop, however deep. */
    public boolean isWithin(Stage.Task task, String loop) {
        return plan.around(task).anyMatch(loop::equals);
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
