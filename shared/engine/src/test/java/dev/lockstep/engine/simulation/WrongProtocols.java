package dev.lockstep.engine.simulation;

import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.StageRunState.Gathering;
import dev.lockstep.engine.execution.StageRunState.Retrying;
import dev.lockstep.engine.execution.StageRunState.Running;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.ports.IdempotencyStore;
import dev.lockstep.engine.ports.StageRunStore;
import dev.lockstep.engine.ports.StageRunStore.Written;
import dev.lockstep.engine.ports.StepQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The engine with one thing wrong in it, each of which would be easy to get wrong. */
final class WrongProtocols {
    private WrongProtocols() {}

    /** A claim is taken for won, whatever is recorded already. */
    static Protocol claimsWithoutCondition() {
        return steps(runs -> new Delegating.Runs(runs) {
            @Override
            public Written write(ExecutionId execution, StageRun run) {
                Written written = runs.write(execution, run);
                return run.state() instanceof Running ? new Written.Done() : written;
            }
        });
    }

    /** A lease is taken for lapsed as soon as somebody else meets it. */
    static Protocol leasesAreIgnored() {
        return steps(runs -> seeing(
                runs,
                run -> run.state() instanceof Running running
                        ? new Running(running.attempt(), running.startedAt(), Instant.EPOCH, running.input())
                        : run.state()));
    }

    /** An outcome is written over whatever is there. */
    static Protocol commitsWithoutCondition() {
        return steps(runs -> new Delegating.Runs(runs) {
            @Override
            public Written write(ExecutionId execution, StageRun run) {
                Written written = runs.write(execution, run);
                return written instanceof Written.Lost lost && run.state() instanceof StageRunState.Outcome
                        ? runs.write(
                                execution,
                                new StageRun(
                                        run.key(),
                                        lost.recorded().revision() + 1,
                                        run.state(),
                                        List.of(),
                                        run.resolved()))
                        : written;
            }
        });
    }

    /** What follows from an outcome is done first, and the outcome recorded then. */
    static Protocol commitsAfterEffects() {
        // Of one invocation at a time: the engine writes an outcome at most once in each.
        Map<Thread, Runnable> held = new HashMap<>();
        return new Protocol() {
            @Override
            Ports forSteps(Ports ports) {
                return ports.with(new Delegating.Runs(ports.runs()) {
                    @Override
                    public Written write(ExecutionId execution, StageRun run) {
                        if (!(run.state() instanceof StageRunState.Outcome)) {
                            return runs.write(execution, run);
                        }
                        held.put(Thread.currentThread(), () -> runs.write(execution, run));
                        return new Written.Done();
                    }
                });
            }

            @Override
            void afterStep() {
                Runnable commit = held.remove(Thread.currentThread());
                if (commit != null) {
                    commit.run();
                }
            }
        };
    }

    /** Who meets an outcome that is recorded already leaves it at that. */
    static Protocol redeliveriesSkipTheEffects() {
        // From a lease that lasts follows nothing but to come back when it lapses.
        Instant far = Timeline.START.plus(Duration.ofDays(1_000));
        return steps(runs -> seeing(
                runs,
                run -> run.state() instanceof StageRunState.Outcome outcome
                        ? new Running(1, outcome.at(), far, Optional.empty())
                        : run.state()));
    }

    /** Arrivals are counted, so that the same one counts twice. */
    static Protocol arrivalsAreCounted() {
        record Join(ExecutionId execution, StageRunKey join) {}
        Map<Join, Integer> counts = new HashMap<>();
        return steps(runs -> new Delegating.Runs(runs) {
            @Override
            public Gathering arrive(ExecutionId execution, StageRunKey join, Set<Integer> alive, Set<Integer> dead) {
                runs.arrive(execution, join, alive, dead);
                int count = Objects.requireNonNull(
                        counts.merge(new Join(execution, join), alive.size() + dead.size(), Integer::sum));
                return new Gathering(IntStream.range(0, count).boxed().collect(Collectors.toSet()));
            }
        });
    }

    /** Each branch knows of those that arrived before it, and not of itself. */
    static Protocol arrivalsComeTooLate() {
        return steps(runs -> new Delegating.Runs(runs) {
            @Override
            public Gathering arrive(ExecutionId execution, StageRunKey join, Set<Integer> alive, Set<Integer> dead) {
                Gathering all = runs.arrive(execution, join, alive, dead);
                Set<Integer> others = new HashSet<>(all.arrived());
                others.removeAll(alive);
                return new Gathering(others, all.dead(), all.expected());
            }
        });
    }

    /** A retry is made as soon as its step is met. */
    static Protocol retriesAreEarly() {
        return steps(runs -> seeing(
                runs,
                run -> run.state() instanceof Retrying retrying
                        ? new Retrying(
                                retrying.attempt(),
                                retrying.startedAt(),
                                retrying.failedAt(),
                                Instant.EPOCH,
                                retrying.failure())
                        : run.state()));
    }

    /** An attempt that was broken off counts, although it did not fail. */
    static Protocol brokenAttemptsCount() {
        return steps(runs -> seeing(
                runs,
                run -> run.state() instanceof Running running
                        ? new Running(running.attempt() + 1, running.startedAt(), running.leaseUntil(), running.input())
                        : run.state()));
    }

    /** The watchdog leaves out the arrivals. */
    static Protocol theWatchdogForgetsArrivals() {
        return watchdog(ports -> ports.with(new Delegating.Runs(ports.runs()) {
            @Override
            public Gathering arrive(ExecutionId execution, StageRunKey join, Set<Integer> alive, Set<Integer> dead) {
                return new Gathering(Set.of());
            }
        }));
    }

    /** The watchdog sends no steps. */
    static Protocol theWatchdogForgetsSteps() {
        return watchdog(ports -> ports.with((StepQueue) steps -> {}));
    }

    /** Every call counts as the first under its idempotency key. */
    static Protocol idempotencyKeysAreForgotten() {
        return new Protocol() {
            @Override
            Ports forStarts(Ports ports) {
                return ports.with(new IdempotencyStore() {
                    @Override
                    public Optional<Call> find(Workspace workspace, String key, Instant now) {
                        return Optional.empty();
                    }

                    @Override
                    public Call remember(Workspace workspace, String key, Call call, Instant now) {
                        return call;
                    }

                    @Override
                    public Call replace(Workspace workspace, String key, Call was, Call call) {
                        return call;
                    }

                    @Override
                    public void forget(Workspace workspace, String key, String answer) {}
                });
            }
        };
    }

    /** A start whose execution was there already goes on with the one that it wanted. */
    static Protocol startsKeepTheirVersion() {
        return new Protocol() {
            @Override
            Ports forStarts(Ports ports) {
                return ports.with(new Delegating.Executions(ports.executions()) {
                    @Override
                    public boolean create(Execution execution, Instant wakeAt) {
                        executions.create(execution, wakeAt);
                        return true;
                    }
                });
            }
        };
    }

    /** A step does not look whether the execution has ended. */
    static Protocol endsAreOverlooked() {
        return steps(runs -> reading(runs, recorded -> new Recorded(live(recorded.execution()), recorded.runs())));
    }

    private static Execution live(Execution was) {
        return new Execution(
                was.id(),
                was.workflow(),
                was.input(),
                was.tags(),
                was.parent(),
                was.createdAt(),
                new ExecutionState.Live(),
                was.past(),
                was.revision());
    }

    /** The reads of a step are behind. */
    static Protocol stepsReadTooLittle() {
        return steps(runs -> reading(runs, WrongProtocols::withoutTheFirst));
    }

    private static Recorded withoutTheFirst(Recorded recorded) {
        return Recorded.of(
                recorded.execution(), recorded.runs().values().stream().skip(1).toList());
    }

    /** A step takes the outputs of the stages before it for each other's. */
    static Protocol outputsAreMixedUp() {
        return steps(runs -> reading(runs, recorded -> {
            List<StageRun> all = List.copyOf(recorded.runs().values());
            Optional<StageRun> first = all.stream()
                    .filter(run -> run.state() instanceof StageRunState.Completed)
                    .findFirst();
            return Recorded.of(
                    recorded.execution(),
                    all.stream()
                            .map(run -> run.state() instanceof StageRunState.Completed
                                    ? new StageRun(
                                            run.key(),
                                            run.revision(),
                                            first.orElseThrow().state(),
                                            run.past(),
                                            run.resolved())
                                    : run)
                            .toList());
        }));
    }

    /** Readings leave a stage run out. */
    static Protocol readingsLeaveOut() {
        return readings(executions -> new Delegating.Executions(executions) {
            @Override
            public Optional<Recorded> read(ExecutionId id, long dataBytes) {
                return executions.read(id, dataBytes).map(WrongProtocols::withoutTheFirst);
            }
        });
    }

    /** Every third reading is an old one. */
    static Protocol readingsGoBack() {
        Map<ExecutionId, Optional<Recorded>> old = new HashMap<>();
        AtomicInteger count = new AtomicInteger();
        return readings(executions -> new Delegating.Executions(executions) {
            @Override
            public Optional<Recorded> read(ExecutionId id, long dataBytes) {
                Optional<Recorded> now = executions.read(id, dataBytes);
                Optional<Recorded> then = old.computeIfAbsent(id, any -> now);
                return count.incrementAndGet() % 3 == 0 ? then : now;
            }
        });
    }

    private static Protocol readings(UnaryOperator<ExecutionStore> wrong) {
        return new Protocol() {
            @Override
            Ports forReadings(Ports ports) {
                return ports.with(wrong.apply(ports.executions()));
            }
        };
    }

    static StageRunStore reading(StageRunStore real, UnaryOperator<Recorded> as) {
        return new Delegating.Runs(real) {
            @Override
            public Optional<Recorded> read(ExecutionId execution, Collection<StageRunKey> keys) {
                return runs.read(execution, keys).map(as);
            }
        };
    }

    private static StageRunStore seeing(StageRunStore real, Function<StageRun, StageRunState> as) {
        return new Delegating.Runs(real) {
            @Override
            public Written write(ExecutionId execution, StageRun run) {
                return switch (runs.write(execution, run)) {
                    case Written.Done done -> done;
                    case Written.Lost lost ->
                        new Written.Lost(new StageRun(
                                lost.recorded().key(),
                                lost.recorded().revision(),
                                as.apply(lost.recorded()),
                                lost.recorded().past(),
                                lost.recorded().resolved()));
                };
            }
        };
    }

    static Protocol steps(UnaryOperator<StageRunStore> wrong) {
        return new Protocol() {
            @Override
            Ports forSteps(Ports ports) {
                return ports.with(wrong.apply(ports.runs()));
            }
        };
    }

    private static Protocol watchdog(UnaryOperator<Ports> wrong) {
        return new Protocol() {
            @Override
            Ports forWatchdog(Ports ports) {
                return wrong.apply(ports);
            }
        };
    }
}
