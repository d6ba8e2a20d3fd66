package dev.lockstep.engine.simulation;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.StageRunState.Awaiting;
import dev.lockstep.engine.execution.StageRunState.Completed;
import dev.lockstep.engine.execution.StageRunState.Gathering;
import dev.lockstep.engine.execution.StageRunState.Note;
import dev.lockstep.engine.ports.StageRunStore;
import dev.lockstep.engine.ports.StepQueue;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The engine with one thing wrong in how it runs machines, each of which would be easy to get wrong. */
final class WrongMachines {
    private WrongMachines() {}

    private static Protocol everywhere(UnaryOperator<StageRunStore> wrong) {
        return new Protocol() {
            @Override
            Ports forSteps(Ports ports) {
                return ports.with(wrong.apply(ports.runs()));
            }

            @Override
            Ports forPeople(Ports ports) {
                return forSteps(ports);
            }

            @Override
            Ports forStarts(Ports ports) {
                return forSteps(ports);
            }

            @Override
            Ports forWatchdog(Ports ports) {
                return forSteps(ports);
            }
        };
    }

    private static Optional<Note> note(StageRun run) {
        return run.state() instanceof Completed completed ? Optional.of(completed.note()) : Optional.empty();
    }

    /** A transition is written over whatever is there. */
    static Protocol transitionsAreWrittenOver() {
        return everywhere(runs -> new Delegating.Runs(runs) {
            @Override
            public Written write(ExecutionId execution, StageRun run) {
                Written written = runs.write(execution, run);
                boolean moves = note(run).orElse(null) instanceof Note.Moved;
                return written instanceof Written.Lost lost && moves
                        ? runs.write(
                                execution,
                                new StageRun(run.key(), lost.recorded().revision() + 1, run.state()))
                        : written;
            }
        });
    }

    /** Who loses against somebody else's transition is told that it was made. */
    static Protocol losersAreToldThatTheyWon() {
        return everywhere(runs -> new Delegating.Runs(runs) {
            @Override
            public Written write(ExecutionId execution, StageRun run) {
                Written written = runs.write(execution, run);
                return note(run).orElse(null) instanceof Note.Moved ? new Written.Done() : written;
            }
        });
    }

    /** A fork is taken for ended by each who ends it. */
    static Protocol forksEndMoreThanOnce() {
        return everywhere(runs -> new Delegating.Runs(runs) {
            @Override
            public Written write(ExecutionId execution, StageRun run) {
                Written written = runs.write(execution, run);
                return note(run).orElse(null) instanceof Note.Over ? new Written.Done() : written;
            }
        });
    }

    /** Nobody looks whether a fork around a state is over. */
    static Protocol endsOfForksAreOverlooked() {
        return everywhere(runs -> new Delegating.Runs(runs) {
            @Override
            public Optional<Recorded> read(ExecutionId execution, Collection<StageRunKey> keys) {
                return runs.read(execution, keys)
                        .map(recorded -> Recorded.of(
                                recorded.execution(),
                                recorded.runs().values().stream()
                                        .filter(run -> !(note(run).orElse(null) instanceof Note.Over))
                                        .toList()));
            }
        });
    }

    /** A join lets its token through when the first branch has come. */
    static Protocol joinsWaitForNobody() {
        return everywhere(runs -> new Delegating.Runs(runs) {
            @Override
            public Gathering arrive(ExecutionId execution, StageRunKey join, Set<Integer> alive, Set<Integer> dead) {
                runs.arrive(execution, join, alive, dead);
                return new Gathering(Set.of(0, 1, 2));
            }
        });
    }

    /** Times come as soon as they are looked at. */
    static Protocol deadlinesAreEarly() {
        return everywhere(runs -> seeing(
                runs,
                awaiting -> new Awaiting(
                        awaiting.since(),
                        awaiting.deadline().map(at -> Instant.EPOCH),
                        awaiting.input(),
                        awaiting.approvals(),
                        awaiting.reminded())));
    }

    /** Everybody's word counts for two. */
    static Protocol approvalsCountTwice() {
        return everywhere(runs -> new Delegating.Runs(runs) {
            @Override
            public Written write(ExecutionId execution, StageRun run) {
                Optional<Note.Moved> moved = run.state() instanceof Awaiting awaiting
                                && awaiting.approvals().size() == 1
                        ? Optional.of(new Note.Moved(
                                awaiting.approvals().getFirst().transition(),
                                Optional.of(awaiting.approvals().getFirst().by()),
                                List.of()))
                        : Optional.empty();
                if (moved.isEmpty()) {
                    return runs.write(execution, run);
                }
                Awaiting before = (Awaiting) run.state();
                Instant at = before.approvals().getFirst().at();
                StageRunState completed =
                        new Completed(1, before.since(), at, Optional.empty(), before.input(), moved.get());
                return runs.write(execution, new StageRun(run.key(), run.revision(), completed, run.past()));
            }
        });
    }

    /** The watchdog sends nothing. */
    static Protocol theWatchdogSendsNothing() {
        return new Protocol() {
            @Override
            Ports forWatchdog(Ports ports) {
                return ports.with((StepQueue) batch -> {});
            }
        };
    }

    private static StageRunStore seeing(StageRunStore runs, UnaryOperator<Awaiting> as) {
        return new Delegating.Runs(runs) {
            @Override
            public Optional<Recorded> read(ExecutionId execution, Collection<StageRunKey> keys) {
                return runs.read(execution, keys)
                        .map(recorded -> Recorded.of(
                                recorded.execution(),
                                recorded.runs().values().stream()
                                        .map(run -> (run.state() instanceof Awaiting awaiting
                                                ? new StageRun(
                                                        run.key(), run.revision(), as.apply(awaiting), run.past())
                                                : run))
                                        .toList()));
            }
        };
    }
}
