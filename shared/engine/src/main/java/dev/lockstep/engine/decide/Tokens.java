package dev.lockstep.engine.decide;

import dev.lockstep.engine.definition.Edge;
import dev.lockstep.engine.definition.Moves;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.StageRunKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tokens that leave a stage. A dead one stands for a way that is not taken: it passes through the tasks on that way, of which
 * nothing is recorded, and counts at the joins that it comes to, so that none waits for it.
 */
final class Tokens {
    private record Arrivals(Set<Integer> alive, Set<Integer> dead) {}

    private final Plan plan;
    private final Iterations iterations;
    private final StageRunKey from;
    private final Iteration iteration;
    private final Instant at;
    private final List<Effect> others = new ArrayList<>();
    private final Map<StageRunKey, Arrivals> arrivals = new LinkedHashMap<>();
    private final Set<StageRunKey> skipped = new LinkedHashSet<>();

    /**
     * @param from the run that they leave
     * @param at the time of an end that they may come to
     */
    Tokens(Plan plan, Iterations iterations, StageRunKey from, Instant at) {
        this.plan = plan;
        this.iterations = iterations;
        this.from = from;
        this.iteration = from.iteration();
        this.at = at;
    }

    /** The transition by which a state is left. */
    void moved(String transition, Edge edge) {
        if (edge instanceof Edge.Leave leave) {
            others.add(new Effect.Close(iterations.fork(leave.fork(), iteration), from, Optional.of(transition)));
        } else {
            alive(edge);
        }
    }

    /** A state of a machine, or the beginning of every branch of a fork. */
    void enter(String stage, Iteration visit) {
        if (visit.last() >= Moves.MOST_VISITS) {
            others.add(new Effect.End(new ExecutionState.Failed(at, stage, Failure.tooManyVisits())));
            return;
        }
        if (plan.stage(stage) instanceof Stage.Fork fork) {
            for (int branch = 0; branch < fork.branches().size(); branch++) {
                enter(fork.branches().get(branch), visit.at(branch).at(0));
            }
        } else {
            others.add(Effect.Send.now(new StageRunKey(stage, visit)));
        }
    }

    void alive(Edge edge) {
        if (edge instanceof Edge.To to) {
            others.add(Effect.Send.now(iterations.beside(to.stage(), iteration)));
        } else {
            follow(edge, true);
        }
    }

    void dead(Edge edge) {
        if (edge instanceof Edge.To to) {
            Stage.Task task = plan.task(to.stage());
            skipped.add(iterations.beside(to.stage(), iteration));
            task.next().forEach(this::dead);
            task.place().otherwise().forEach(this::dead);
        } else {
            follow(edge, false);
        }
    }

    private void follow(Edge edge, boolean alive) {
        switch (edge) {
            case Edge.To to -> throw new IllegalArgumentException("it is followed elsewhere: " + to);
            case Edge.Into into -> {
                Arrivals arrived = arrivals.computeIfAbsent(
                        iterations.beside(into.join(), iteration),
                        join -> new Arrivals(new LinkedHashSet<>(), new LinkedHashSet<>()));
                (alive ? arrived.alive() : arrived.dead()).add(into.branch());
            }
            case Edge.Back back ->
                others.add(new Effect.Resume(iterations.around(back.loop(), iteration), iteration.last()));
            case Edge.End end -> others.add(new Effect.End(new ExecutionState.Completed(at)));
            case Edge.Enter enter -> enter(enter.state(), iteration.next());
            case Edge.Arrive arrive -> {
                Iteration branch = iteration.around();
                arrivals.computeIfAbsent(
                                new StageRunKey(arrive.join(), branch.around()),
                                join -> new Arrivals(new LinkedHashSet<>(), new LinkedHashSet<>()))
                        .alive()
                        .add(branch.last());
            }
            case Edge.Leave leave ->
                others.add(new Effect.Close(iterations.fork(leave.fork(), iteration), from, Optional.empty()));
        }
    }

    /** The tasks that dead tokens have passed through. */
    Set<StageRunKey> skipped() {
        return skipped;
    }

    List<Effect> effects() {
        List<Effect> effects = new ArrayList<>(others);
        arrivals.forEach((join, arrived) -> effects.add(new Effect.Arrive(join, arrived.alive(), arrived.dead())));
        return effects;
    }
}
