package dev.lockstep.engine.decide;

import dev.lockstep.engine.definition.Edge;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.Rerun;
import dev.lockstep.engine.execution.StageRunKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which run of a stage counts, of those that it had in one round: the one of the last rerun that reached it. A rerun reaches the
 * stage that it begins with and all behind it; where that is within a loop, so in its round, and all of the rounds after that; and
 * the loop, and all behind the loop.
 */
final class Generations {
    /** Stands for where a round ends, or the execution, which all that is run anew leads to. */
    private static final String END = "";

    private final Plan plan;
    private final List<Rerun> reruns;
    private final int first;
    private final Map<String, Set<String>> reached = new HashMap<>();

    Generations(Plan plan, List<Rerun> reruns) {
        this.plan = plan;
        this.first = new Execution.Past(List.of(), reruns).firstGeneration();
        this.reruns = reruns.stream().filter(this::isOfPlan).toList();
    }

    /**
     * What was rerun before ran on another version, and counts no longer; and who has begun before that meets what was rerun on the
     * next version, of which nothing is current to them.
     */
    private boolean isOfPlan(Rerun rerun) {
        return rerun.generation() > first
                && plan.find(rerun.anew().stage()).orElse(null) instanceof Stage.Task task
                && withLoops(task).size() == rerun.anew().rounds().size() + 1;
    }

    /** Of the stage's run in that round. */
    int of(String stage, Iteration round) {
        return reruns.isEmpty() ? first : of(plan.stage(stage), round);
    }

    private int of(Stage stage, Iteration round) {
        return switch (stage) {
            case Stage.Task task
            when task.place().undoes().isPresent() -> of(task.place().undoes().get(), round);
            case Stage.Task task -> latest(withLoops(task), round);
            case Stage.Gather gather -> of(gather.task(), round);
            case Stage.Items items -> of(items.task(), round);
            case Stage.Join join -> of(join.next().getFirst(), round);
            // Of a machine nothing is run anew.
            case Stage.Fork fork -> 0;
        };
    }

    private int of(Edge edge, Iteration round) {
        return switch (edge) {
            case Edge.To to -> of(to.stage(), round);
            case Edge.Into into -> of(into.join(), round);
            case Edge.Back back -> {
                List<String> end = withLoops(plan.task(back.loop()));
                end.add(END);
                yield latest(end, round);
            }
            case Edge.Enter enter -> 0;
            case Edge.Arrive arrive -> 0;
            case Edge.Leave leave -> 0;
            case Edge.End end -> latest(List.of(END), round);
        };
    }

    /** The loops around a task, the outermost first, and the task itself. */
    private List<String> withLoops(Stage.Task task) {
        List<String> all = new ArrayList<>(List.of(task.id()));
        plan.around(task).forEach(all::addFirst);
        return all;
    }

    private int latest(List<String> stages, Iteration round) {
        return reruns.reversed().stream()
                .filter(rerun -> reach(rerun, stages, round) != Reach.NONE)
                .mapToInt(Rerun::generation)
                .findFirst()
                .orElse(first);
    }

    /**
     * The rerun that a run of a task begins with, if one does. A loop that is gone through again, since something within it was run
     * anew, begins with what it began with before.
     */
    Optional<Rerun> beginning(Stage.Task task, Iteration round) {
        List<String> stages = withLoops(task);
        return reruns.reversed().stream()
                .filter(rerun -> rerun.generation() <= round.generation())
                .filter(rerun -> reach(rerun, stages, round) == Reach.ANEW)
                .findFirst()
                .filter(rerun -> rerun.isFrom(new StageRunKey(task.id(), round.in(rerun.generation()))));
    }

    /** Whether a run is of a loop that is gone through again, since something within it was run anew. */
    boolean isAgain(Stage.Task task, Iteration round) {
        List<String> stages = withLoops(task);
        return reruns.reversed().stream()
                .map(rerun -> reach(rerun, stages, round))
                .filter(reach -> reach != Reach.NONE)
                .findFirst()
                .filter(Reach.AGAIN::equals)
                .isPresent();
    }

    /** What a rerun makes of a run. */
    private enum Reach {
        /** It stays as it was. */
        NONE,
        /** It is of a loop, which goes again through the rounds before the one that the rerun begins in. */
        AGAIN,
        ANEW
    }

    private Reach reach(Rerun rerun, List<String> stages, Iteration round) {
        List<String> from = withLoops(plan.task(rerun.anew().stage()));
        for (int i = 0; ; i++) {
            if (!from.get(i).equals(stages.get(i))) {
                boolean behind =
                        stages.get(i).equals(END) || reached(from.get(i)).contains(stages.get(i));
                return behind ? Reach.ANEW : Reach.NONE;
            }
            if (i == from.size() - 1) {
                return Reach.ANEW;
            }
            // A loop means all rounds of what is within it.
            if (i == stages.size() - 1 || i == round.depth() - 1) {
                return Reach.AGAIN;
            }
            int rounds = Integer.compare(
                    round.path().get(i + 1), rerun.anew().rounds().get(i));
            if (rounds != 0) {
                return rounds > 0 ? Reach.ANEW : Reach.NONE;
            }
        }
    }

    /** The tasks behind one, in the same loop. */
    private Set<String> reached(String from) {
        Set<String> known = reached.get(from);
        if (known == null) {
            known = behind(from);
            reached.put(from, known);
        }
        return known;
    }

    private Set<String> behind(String from) {
        Set<String> behind = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty()) {
            Stage.Task task = plan.task(open.remove());
            for (List<Edge> edges : List.of(task.next(), task.place().otherwise())) {
                edges.stream()
                        .map(Edge::target)
                        .filter(target -> !target.isEmpty())
                        .filter(behind::add)
                        .forEach(open::add);
            }
        }
        return behind;
    }

    /** Whether anything within a loop was run anew. */
    boolean anyWithinLoops() {
        return reruns.stream().anyMatch(rerun -> !rerun.anew().rounds().isEmpty());
    }
}
