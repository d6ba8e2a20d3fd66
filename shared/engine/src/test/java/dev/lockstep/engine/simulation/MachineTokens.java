package dev.lockstep.engine.simulation;

import dev.lockstep.engine.definition.MachineNode;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState.Completed;
import dev.lockstep.engine.execution.StageRunState.Failed;
import dev.lockstep.engine.execution.StageRunState.Note;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Where tokens may have gone in a machine, reckoned from its sketch and from what is recorded. */
final class MachineTokens {
    private final MachineSketch sketch;
    private final Recorded recorded;

    MachineTokens(MachineSketch sketch, Recorded recorded) {
        this.sketch = sketch;
        this.recorded = recorded;
    }

    /** Where a recorded run leads; empty where it does not lead anywhere. */
    Optional<String> target(StageRun run) {
        if (!(sketch.nodes().get(run.key().stage()) instanceof MachineNode.State state)) {
            return Optional.empty();
        }
        Optional<String> transition = switch (run.state()) {
            case Completed completed
            when completed.note() instanceof Note.Moved moved -> Optional.of(moved.transition());
            case Completed completed -> state.whenDone();
            case Failed failed -> state.whenFailed();
            default -> Optional.empty();
        };
        return transition.map(made -> state.ways().stream()
                .filter(way -> way.transition().equals(Optional.of(made)))
                .findFirst()
                .orElseThrow()
                .target());
    }

    /** Where a fork that is over leads. */
    private Optional<String> targetOver(StageRun fork) {
        return over(fork)
                .flatMap(over -> sketch.node(over.by().stage()) instanceof MachineNode.Join join
                        ? Optional.of(join.target())
                        : recorded.run(over.by()).flatMap(this::target));
    }

    static Optional<Note.Over> over(StageRun run) {
        return run.state() instanceof Completed completed && completed.note() instanceof Note.Over over
                ? Optional.of(over)
                : Optional.empty();
    }

    /** Whether a token may have come to a state, or a fork, at this visit. */
    boolean mayEnter(String node, Iteration visit) {
        List<String> level = sketch.level(node);
        if (visit.depth() != 2 + 2 * level.size()) {
            return false;
        }
        if (visit.last() == 0) {
            return visit.depth() == 2 ? node.equals(sketch.start()) : mayBegin(node, level.getLast(), visit.around());
        }
        Iteration before = visit.around().at(visit.last() - 1);
        return recorded.runs().values().stream()
                .filter(run -> run.key().iteration().equals(before))
                .anyMatch(run -> (over(run).isPresent() ? targetOver(run) : target(run))
                        .filter(node::equals)
                        .isPresent());
    }

    private boolean mayBegin(String node, String fork, Iteration branch) {
        List<String> branches = sketch.fork(fork).branches();
        return branch.last() < branches.size()
                && branches.get(branch.last()).equals(node)
                && mayEnter(fork, branch.around());
    }

    /** Why a fork cannot be over that is recorded as over. */
    Optional<String> flawOver(StageRun run) {
        Note.Over over = over(run).orElseThrow();
        StageRunKey fork = run.key();
        if (!mayEnter(fork.stage(), fork.iteration())) {
            return Optional.of("it was never entered");
        }
        return sketch.node(over.by().stage()) instanceof MachineNode.Join join
                ? flawJoined(fork, join, over.by())
                : flawLeft(fork, over.by());
    }

    private Optional<String> flawLeft(StageRunKey fork, StageRunKey by) {
        Optional<String> target = recorded.run(by).flatMap(this::target);
        return target.isPresent() && by.iteration().isWithin(fork.iteration()) && leaves(fork, target.get())
                ? Optional.empty()
                : Optional.of("nothing left it");
    }

    private boolean leaves(StageRunKey fork, String target) {
        return sketch.levelBefore(target).equals(sketch.level(fork.stage()));
    }

    private Optional<String> flawJoined(StageRunKey fork, MachineNode.Join join, StageRunKey by) {
        if (fork.stage().equals(sketch.joins().get(join.id()))) {
            Set<Integer> arrived = arrived(fork, join.id());
            int needed = join.any() ? 1 : sketch.fork(fork.stage()).branches().size();
            return arrived.size() >= needed && by.iteration().equals(fork.iteration())
                    ? Optional.empty()
                    : Optional.of("only " + arrived + " arrived");
        }
        return by.iteration().isWithin(fork.iteration()) && leaves(fork, join.target())
                ? Optional.empty()
                : Optional.of("a join of another fork does not leave it");
    }

    /** The branches of a fork that something arrived from at a join. */
    private Set<Integer> arrived(StageRunKey fork, String join) {
        Set<Integer> arrived = new HashSet<>();
        for (StageRun run : recorded.runs().values()) {
            Iteration at = run.key().iteration();
            boolean arrives = (over(run).isPresent() ? targetOver(run) : target(run))
                    .filter(join::equals)
                    .isPresent();
            // A fork within it that was left for the join is recorded as over, which is what counts then.
            if (arrives && at.depth() == fork.iteration().depth() + 2 && at.isWithin(fork.iteration())) {
                arrived.add(at.around().last());
            }
        }
        return arrived;
    }

    /** Two different nodes that one token would have been in at the same visit. */
    Optional<String> flawTwice() {
        Map<Iteration, String> at = new HashMap<>();
        return recorded.runs().keySet().stream()
                .filter(key -> !(sketch.node(key.stage()) instanceof MachineNode.Join))
                .flatMap(this::withForksAround)
                .filter(key -> {
                    String other = at.putIfAbsent(key.iteration(), key.stage());
                    return other != null && !other.equals(key.stage());
                })
                .map(key -> "a token was in " + key + ", and at the same time in " + at.get(key.iteration()))
                .findFirst();
    }

    private Stream<StageRunKey> withForksAround(StageRunKey key) {
        List<String> level = sketch.level(key.stage());
        return Stream.concat(
                Stream.of(key),
                IntStream.range(0, level.size())
                        .mapToObj(i ->
                                new StageRunKey(level.get(i), key.iteration().upTo(2 + 2 * i))));
    }

    /** Why an execution cannot have ended as it has. */
    Optional<String> flawEnd() {
        return switch (recorded.execution().state()) {
            case ExecutionState.Completed completed ->
                completed
                                .by()
                                .filter(key -> mayEnter(key.stage(), key.iteration()))
                                .isPresent()
                        ? Optional.empty()
                        : Optional.of("it completed in a state that it was not in");
            case ExecutionState.Failed failed ->
                recorded.runs().values().stream()
                                .anyMatch(run -> run.key().stage().equals(failed.stage())
                                        && run.state() instanceof Failed
                                        && target(run).isEmpty())
                        ? Optional.empty()
                        : Optional.of("it failed, and no state did");
            default -> Optional.empty();
        };
    }
}
