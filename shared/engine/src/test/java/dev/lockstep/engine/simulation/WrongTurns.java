package dev.lockstep.engine.simulation;

import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.StageRunState.Canceled;
import dev.lockstep.engine.execution.StageRunState.Completed;
import dev.lockstep.engine.execution.StageRunState.Delegated;
import dev.lockstep.engine.execution.StageRunState.Gathering;
import dev.lockstep.engine.execution.StageRunState.Mapping;
import dev.lockstep.engine.execution.StageRunState.Running;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.ports.StageRunStore;
import dev.lockstep.engine.ports.StepQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The engine with one thing wrong in what it does with detours, lists, loops, children, and what is undone or tried again. */
final class WrongTurns {
    private WrongTurns() {}

    /** Ways that are not taken do not arrive. */
    static Protocol deadWaysAreDropped() {
        return arriving(real -> (execution, join, alive, dead) -> isGather(join)
                ? real.arrive(execution, join, alive, dead)
                : real.arrive(execution, join, alive, Set.of()));
    }

    /** Ways that are not taken arrive as if they were. */
    static Protocol deadWaysAreTakenForAlive() {
        return arriving(real -> (execution, join, alive, dead) -> {
            Set<Integer> all = new HashSet<>(alive);
            all.addAll(dead);
            return real.arrive(execution, join, all, Set.of());
        });
    }

    /** What gathers elements does not know how many there are. */
    static Protocol listsForgetHowManyTheyAre() {
        return arriving(real -> (execution, join, alive, dead) -> {
            Gathering all = real.arrive(execution, join, alive, dead);
            return new Gathering(all.arrived(), all.dead(), OptionalInt.empty());
        });
    }

    private static boolean isGather(StageRunKey join) {
        return join.stage().startsWith("each:");
    }

    /** The outputs of a list come in the wrong order. */
    static Protocol listsAreTurnedAround() {
        return WrongProtocols.steps(runs -> new Delegating.Runs(runs) {
            @Override
            public List<StageRun> elements(ExecutionId execution, StageRunKey all, long dataBytes) {
                return runs.elements(execution, all, dataBytes).reversed();
            }
        });
    }

    /** A loop takes two ends of its round for all of them, however many there are. */
    static Protocol roundsAreMiscounted() {
        return WrongProtocols.steps(runs -> reading(
                runs,
                run -> run.state() instanceof Gathering
                                && isEndOfRounds(run.key().stage())
                        ? new Gathering(Set.of(0, 1))
                        : run.state()));
    }

    private static boolean isEndOfRounds(String stage) {
        return stage.startsWith("end:") && !stage.equals("end:");
    }

    /** No element is followed by the next one in its lane. */
    static Protocol lanesAreNotFollowed() {
        return new Protocol() {
            @Override
            Ports forSteps(Ports ports) {
                StepQueue real = ports.queue();
                return ports.with((StepQueue) steps -> real.send(steps.stream()
                        .filter(step -> {
                            StageRunKey run = step.step().run();
                            return run.iteration().depth() != 2
                                    || run.iteration().last() < 3;
                        })
                        .toList()));
            }
        };
    }

    /** Who meets a list that is spread out already leaves it at that. */
    static Protocol redeliveriesDoNotFanOut() {
        Instant far = Timeline.START.plus(Duration.ofDays(1_000));
        return WrongProtocols.steps(runs -> reading(
                runs,
                run -> run.state() instanceof Mapping mapping
                        ? new Running(1, mapping.since(), far, Optional.empty())
                        : run.state()));
    }

    /** What was done first is undone first. */
    static Protocol theFirstIsUndoneFirst() {
        return everywhere(ports -> ports.with(new Delegating.Executions(ports.executions()) {
            @Override
            public Optional<Recorded> read(ExecutionId id, long dataBytes) {
                return executions
                        .read(id, dataBytes)
                        .map(recorded -> recorded.execution().state() instanceof ExecutionState.Compensating
                                ? seen(recorded, WrongTurns::turnedBack)
                                : recorded);
            }
        }));
    }

    private static StageRunState turnedBack(StageRun run) {
        return run.state() instanceof Completed was
                ? new Completed(
                        was.attempt(),
                        was.startedAt(),
                        Instant.EPOCH.minus(Duration.between(Instant.EPOCH, was.at())),
                        was.input(),
                        was.output(),
                        was.note())
                : run.state();
    }

    /** What failed before somebody had the execution go on fails it again. */
    static Protocol whatFailedIsNotTriedAgain() {
        return new Protocol() {
            @Override
            Ports forPeople(Ports ports) {
                return ports.with(forgetful(ports.executions()));
            }
        };
    }

    private static ExecutionStore forgetful(ExecutionStore real) {
        return new Delegating.Executions(real) {
            @Override
            public Optional<Recorded> read(ExecutionId id, long dataBytes) {
                return executions
                        .read(id, dataBytes)
                        .map(recorded -> recorded.execution().past().reruns().isEmpty()
                                ? new Recorded(
                                        WrongReruns.with(Execution.Past.NONE, recorded.execution()), recorded.runs())
                                : recorded);
            }

            @Override
            public Optional<Change> changeAsSeen(
                    Execution seen,
                    Set<ExecutionState.Name> from,
                    ExecutionState to,
                    Optional<Instant> wakeAt,
                    Execution.Past more) {
                return executions.change(seen.id(), from, to, wakeAt, more);
            }
        };
    }

    /** Ends that were reckoned before somebody had an execution go on still hold for it. */
    static Protocol oldEndsHold() {
        return everywhere(ports -> ports.with(new Delegating.Executions(ports.executions()) {
            @Override
            public Optional<Change> changeAsSeen(
                    Execution seen,
                    Set<ExecutionState.Name> from,
                    ExecutionState to,
                    Optional<Instant> wakeAt,
                    Execution.Past more) {
                return executions.change(seen.id(), from, to, wakeAt, more);
            }
        }));
    }

    /** No step comes to a parent whose child is at work. */
    static Protocol parentsAreNotTold() {
        return everywhere(ports -> {
            StepQueue real = ports.queue();
            return ports.with((StepQueue) steps -> real.send(steps.stream()
                    .filter(step -> ports.runs()
                            .read(step.step().execution(), Set.of(step.step().run()))
                            .flatMap(recorded -> recorded.run(step.step().run()))
                            .filter(run -> run.state() instanceof Delegated)
                            .isEmpty())
                    .toList()));
        });
    }

    /** The watchdog takes every child for abandoned. */
    static Protocol childrenAreTakenForAbandoned() {
        return new Protocol() {
            @Override
            Ports forWatchdog(Ports ports) {
                return ports.with(reading(
                        ports.runs(),
                        run -> run.state() instanceof Delegated delegated
                                ? new Canceled(delegated.since())
                                : run.state()));
            }
        };
    }

    /** Steps are sent for a version that the execution does not run on. */
    static Protocol stepsNameAnotherVersion() {
        return everywhere(ports -> {
            StepQueue real = ports.queue();
            return ports.with((StepQueue) steps -> real.send(steps.stream()
                    .map(step -> new StepQueue.Delayed(another(step.step()), step.delay()))
                    .toList()));
        });
    }

    private static Step another(Step step) {
        WorkflowRef was = step.workflow();
        return new Step(
                new WorkflowRef(was.workspace(), was.workflow(), was.version() + 1), step.execution(), step.run());
    }

    private interface Arrival {
        Gathering arrive(ExecutionId execution, StageRunKey join, Set<Integer> alive, Set<Integer> dead);
    }

    private static Protocol arriving(Function<StageRunStore, Arrival> wrong) {
        return everywhere(ports -> {
            Arrival arrival = wrong.apply(ports.runs());
            return ports.with(new Delegating.Runs(ports.runs()) {
                @Override
                public Gathering arrive(
                        ExecutionId execution, StageRunKey join, Set<Integer> alive, Set<Integer> dead) {
                    return arrival.arrive(execution, join, alive, dead);
                }
            });
        });
    }

    private static StageRunStore reading(StageRunStore real, Function<StageRun, StageRunState> as) {
        return new Delegating.Runs(real) {
            @Override
            public Optional<Recorded> read(ExecutionId execution, Collection<StageRunKey> keys) {
                return runs.read(execution, keys).map(recorded -> seen(recorded, as));
            }
        };
    }

    private static Recorded seen(Recorded recorded, Function<StageRun, StageRunState> as) {
        return Recorded.of(
                recorded.execution(),
                recorded.runs().values().stream()
                        .map(run -> new StageRun(run.key(), run.revision(), as.apply(run), run.past(), run.resolved()))
                        .toList());
    }

    private static Protocol everywhere(UnaryOperator<Ports> wrong) {
        return new Protocol() {
            @Override
            Ports forSteps(Ports ports) {
                return wrong.apply(ports);
            }

            @Override
            Ports forWatchdog(Ports ports) {
                return wrong.apply(ports);
            }

            @Override
            Ports forPeople(Ports ports) {
                return wrong.apply(ports);
            }
        };
    }
}
