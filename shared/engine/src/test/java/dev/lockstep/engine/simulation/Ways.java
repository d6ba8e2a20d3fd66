package dev.lockstep.engine.simulation;

import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.OnError;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.Rerun;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.StageRunState.Completed;
import dev.lockstep.engine.execution.StageRunState.Failed;
import dev.lockstep.engine.execution.StageRunState.Note;
import dev.lockstep.engine.execution.StageRunState.Skipped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Which ways an execution has taken by its records, worked out from the definition alone: no joins, no tokens, no steps. */
final class Ways {
    /** What is known of a stage: not yet, that it is to run, that it is not to. */
    enum Fate {
        OPEN,
        ALIVE,
        DEAD
    }

    private record At(String stage, Iteration round) {}

    private final Workflow workflow;
    private final Recorded recorded;
    private final Map<At, Fate> fates = new HashMap<>();

    Ways(Workflow workflow, Recorded recorded) {
        this.workflow = workflow;
        this.recorded = recorded;
    }

    Workflow workflow() {
        return workflow;
    }

    Recorded recorded() {
        return recorded;
    }

    private int generation(String stage, Iteration round) {
        Optional<String> undone = workflow.task(stage).place().undoes();
        if (undone.isPresent()) {
            return generation(undone.get(), round);
        }
        return reruns().stream()
                .filter(rerun -> isAnew(rerun, stage, round))
                .mapToInt(Rerun::generation)
                .max()
                .orElseGet(this::first);
    }

    /** The generation that began when the execution was last run anew as a whole. */
    private int first() {
        return recorded.execution().past().reruns().stream()
                .filter(rerun -> rerun.anew().version().isPresent())
                .mapToInt(Rerun::generation)
                .max()
                .orElse(0);
    }

    /** What was run anew since then. */
    private List<Rerun> reruns() {
        return recorded.execution().past().reruns().stream()
                .filter(rerun -> rerun.generation() > first())
                .toList();
    }

    /** Whether a run is behind what was run anew, or is that, or is around or within it. */
    private boolean isAnew(Rerun rerun, String stage, Iteration round) {
        List<String> first = withLoops(rerun.anew().stage());
        List<String> all = withLoops(stage);
        List<Integer> rounds = rerun.anew().rounds();
        int same = 0;
        while (same < rounds.size()
                && same < all.size() - 1
                && first.get(same).equals(all.get(same))
                && rounds.get(same).equals(round.path().get(same + 1))) {
            same++;
        }
        if (!first.get(same).equals(all.get(same))) {
            return workflow.leadsTo(first.get(same), all.get(same));
        }
        return same == rounds.size() || same == all.size() - 1 || round.path().get(same + 1) > rounds.get(same);
    }

    /** What a run is given by somebody who had it run anew, unless something before it was since. */
    Optional<JsonNode> editedInput(StageRunKey key) {
        if (workflow.undoes(key.stage())) {
            return Optional.empty();
        }
        for (Rerun rerun : reruns().reversed()) {
            boolean isIt =
                    rerun.isFrom(new StageRunKey(key.stage(), key.iteration().in(rerun.generation())));
            if (isIt || (isAnew(rerun, key.stage(), key.iteration()) && !isAround(rerun, key))) {
                return rerun.anew().input().filter(input -> isIt);
            }
        }
        return Optional.empty();
    }

    /** The execution that is to do a run's work again, where somebody had that execution run anew. */
    Optional<ExecutionId> runAnewBy(StageRunKey key) {
        return reruns().stream()
                .filter(rerun -> rerun.first().equals(key))
                .flatMap(rerun -> rerun.anew().within().stream())
                .map(within -> within.child().execution())
                .findFirst();
    }

    /** Whether a run is of a loop that goes through its rounds again, since something in one of them was run anew. */
    boolean isAgain(StageRunKey key) {
        return reruns().reversed().stream()
                .filter(rerun -> isAnew(rerun, key.stage(), key.iteration()))
                .findFirst()
                .filter(rerun -> isAround(rerun, key))
                .isPresent();
    }

    private boolean isAround(Rerun rerun, StageRunKey key) {
        return !rerun.anew().stage().equals(key.stage())
                && withLoops(rerun.anew().stage()).contains(key.stage())
                && rerun.first().iteration().isAtOrWithin(key.iteration());
    }

    /** A stage behind the loops that it is part of, the outermost first. */
    private List<String> withLoops(String stage) {
        List<String> all = loopOf(stage).map(this::withLoops).orElseGet(ArrayList::new);
        all.add(stage);
        return all;
    }

    boolean isCurrent(StageRunKey key) {
        return key.iteration().generation() == generation(key.stage(), key.iteration());
    }

    /** The run of a stage in a round: of those outside all loops there is one round, whatever its number. */
    StageRunKey key(String stage, Iteration round) {
        return new StageRunKey(stage, round.in(generation(stage, round)));
    }

    Optional<StageRun> run(String stage, Iteration round) {
        return recorded.run(key(stage, round));
    }

    Optional<StageRunState> state(String stage, Iteration round) {
        return run(stage, round).map(StageRun::state);
    }

    /** The loop that a stage is part of. */
    Optional<String> loopOf(String stage) {
        return workflow.find(stage).flatMap(node -> node.task().place().within());
    }

    /** How long the iteration of the round is that a stage is in. */
    int depth(String stage) {
        Optional<String> loop = workflow.task(stage).place().within();
        return loop.map(around -> depth(around) + (isForEach(around) ? 2 : 1)).orElse(1);
    }

    boolean isForEach(String stage) {
        return workflow.task(stage).forEach().isPresent();
    }

    boolean isElement(StageRunKey key) {
        return !workflow.undoes(key.stage())
                && isForEach(key.stage())
                && key.iteration().depth() == depth(key.stage()) + 1;
    }

    Fate fate(String stage, Iteration round) {
        At at = new At(stage, round);
        Fate known = fates.get(at);
        if (known == null) {
            known = reckon(workflow.node(stage), round);
            fates.put(at, known);
        }
        return known;
    }

    private Fate reckon(Node node, Iteration round) {
        if (node.sources() == 0) {
            return Fate.ALIVE;
        }
        List<Fate> edges = new ArrayList<>();
        node.after().forEach(from -> edges.add(edge(from, round, node.id(), false)));
        node.failed().forEach(from -> edges.add(edge(from, round, node.id(), true)));
        long alive = edges.stream().filter(Fate.ALIVE::equals).count();
        long dead = edges.stream().filter(Fate.DEAD::equals).count();
        int needed = node.task().activity() instanceof Activity.Merge merge ? merge.needed() : edges.size();
        if (alive >= needed) {
            return Fate.ALIVE;
        }
        if (alive + dead < edges.size()) {
            return Fate.OPEN;
        }
        return alive > 0 ? Fate.ALIVE : Fate.DEAD;
    }

    /** What has come by the way from one stage to another. */
    Fate edge(String from, Iteration round, String to, boolean onError) {
        Fate fate = fate(from, round);
        if (fate != Fate.ALIVE) {
            return fate;
        }
        Stage.Task task = workflow.task(from);
        StageRunState state = state(from, round).orElse(null);
        if (state instanceof Failed failed) {
            boolean none = failed.passed().isEmpty() || task.policy().onError() == OnError.FAIL;
            return none
                    ? Fate.OPEN
                    : alive((task.policy().onError() == OnError.GO_TO) == onError && (onError || takes(task, to)));
        }
        if (state instanceof Completed completed) {
            boolean ends = task.activity() instanceof Activity.Terminate;
            boolean taken =
                    completed.note() instanceof Note.Took took ? took.stages().contains(to) : takes(task, to);
            return ends ? Fate.OPEN : alive(!onError && taken);
        }
        return state instanceof Skipped ? alive(!onError && takes(task, to)) : Fate.OPEN;
    }

    private static Fate alive(boolean is) {
        return is ? Fate.ALIVE : Fate.DEAD;
    }

    /** Whether a stage that did not choose goes on that way. */
    private static boolean takes(Stage.Task task, String to) {
        return !(task.activity() instanceof Activity.Choice choice)
                || choice.otherwise().contains(to);
    }

    /** Whether what follows the run follows. */
    boolean isPassed(String stage, Iteration round) {
        return state(stage, round).filter(Ways::isPassed).isPresent();
    }

    static boolean isPassed(StageRunState state) {
        return state instanceof Completed
                || state instanceof Skipped
                || (state instanceof Failed failed && failed.passed().isPresent());
    }

    /** Whether a round is over: all that ends it has come, or never will. What merges left behind may still be under way. */
    boolean isOver(Optional<String> loop, Iteration round) {
        return workflow.last(loop).stream().allMatch(node -> switch (fate(node.id(), round)) {
            case DEAD -> true;
            case ALIVE -> isPassed(node.id(), round);
            case OPEN -> false;
        });
    }

    /** The merges that do not wait for all, and that all ways from a stage lead to. */
    private Set<String> losersOf(String stage) {
        Set<String> merges = new HashSet<>();
        for (Node node : workflow.within(workflow.task(stage).place().within())) {
            if (node.task().activity() instanceof Activity.Merge merge
                    && merge.needed() < merge.sources().size()
                    && !node.id().equals(stage)
                    && !workflow.leadsPast(stage, node.id())) {
                merges.add(node.id());
            }
        }
        return merges;
    }

    /** The runs whose end makes this one pointless, in this round or around it. */
    Set<StageRunKey> guards(StageRunKey key) {
        Set<StageRunKey> guards = new HashSet<>();
        if (workflow.undoes(key.stage())) {
            return guards;
        }
        Iteration round = key.iteration().upTo(depth(key.stage()));
        losersOf(key.stage()).forEach(merge -> guards.add(key(merge, round)));
        if (isElement(key)) {
            guards.add(key(key.stage(), round));
        }
        workflow.task(key.stage()).place().within().ifPresent(loop -> {
            StageRunKey around = around(loop, key.iteration());
            guards.add(around);
            guards.addAll(guards(around));
        });
        return guards;
    }

    /** The loop's run that an iteration within it belongs to: the element's, where it is run for each. */
    StageRunKey around(String loop, Iteration iteration) {
        return key(loop, iteration.upTo(depth(loop) + (isForEach(loop) ? 1 : 0)));
    }
}
