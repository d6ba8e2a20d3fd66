package dev.lockstep.engine.simulation;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.StageRunState.Retrying;
import dev.lockstep.engine.execution.StageRunState.Running;
import dev.lockstep.engine.ports.StageRunStore;
import dev.lockstep.engine.ports.TaskPlaces;
import dev.lockstep.engine.ports.TaskType;
import dev.lockstep.engine.ports.WorkerInbox;
import dev.lockstep.engine.ports.WorkerTasks;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The engine with one thing wrong in how it deals with workers outside. */
final class WrongWorkers {
    private WrongWorkers() {}

    /** Every delivery of a task has the same receipt, so that who had it before speaks for who has it now. */
    static Protocol staleTokensAreAccepted() {
        return workers(ports -> ports.with(new OneReceipt(ports.inbox(), new HashMap<>())));
    }

    private record OneReceipt(WorkerInbox inbox, Map<String, String> last) implements WorkerInbox {
        @Override
        public List<Delivery> receive(TaskType type, int most, Duration wait) {
            return inbox.receive(type, most, wait).stream()
                    .map(delivery -> {
                        String receipt = delivery.step().execution() + "/"
                                + delivery.step().run();
                        last.put(receipt, delivery.receipt());
                        return new Delivery(delivery.step(), receipt);
                    })
                    .toList();
        }

        @Override
        public boolean extend(TaskType type, String receipt, Duration time) {
            return inbox.extend(type, last.getOrDefault(receipt, receipt), time);
        }

        @Override
        public void delete(TaskType type, String receipt) {
            inbox.delete(type, last.getOrDefault(receipt, receipt));
        }
    }

    /** A worker's sign of life is answered, and not recorded. */
    static Protocol signsOfLifeAreForgotten() {
        return workers(ports -> ports.with(new Delegating.Runs(ports.runs()) {
            @Override
            public Written write(ExecutionId execution, StageRun run) {
                return Holders.isKept(state(runs, execution, run.key()), run.state())
                        ? new Written.Done()
                        : runs.write(execution, run);
            }
        }));
    }

    private static Optional<StageRunState> state(StageRunStore runs, ExecutionId execution, StageRunKey key) {
        return runs.read(execution, List.of(key))
                .flatMap(recorded -> recorded.run(key))
                .map(StageRun::state);
    }

    /** Every task is free for whoever asks. */
    static Protocol holdersAreOverlooked() {
        return workers(ports -> ports.with(new Delegating.Runs(ports.runs()) {
            @Override
            public Optional<Recorded> read(ExecutionId execution, Collection<StageRunKey> keys) {
                return runs.read(execution, keys)
                        .map(recorded -> Recorded.of(
                                recorded.execution(),
                                recorded.runs().values().stream()
                                        .map(run -> new StageRun(
                                                run.key(),
                                                run.revision(),
                                                lapsed(run.state()),
                                                run.past(),
                                                run.resolved()))
                                        .toList()));
            }
        }));
    }

    private static StageRunState lapsed(StageRunState state) {
        return state instanceof Running running && running.by().isPresent()
                ? new Running(running.attempt(), running.startedAt(), Instant.EPOCH, running.input(), running.by())
                : state;
    }

    /** That a worker failed is answered, and not recorded. */
    static Protocol failuresAreForgotten() {
        return workers(ports -> ports.with(new Delegating.Runs(ports.runs()) {
            @Override
            public Written write(ExecutionId execution, StageRun run) {
                return run.state() instanceof Retrying ? new Written.Done() : runs.write(execution, run);
            }
        }));
    }

    /** Whoever asks for a place gets one. */
    static Protocol placesAreNotKept() {
        return new Protocol() {
            @Override
            Ports forWorkers(Ports ports) {
                return ports.with(new TaskPlaces() {
                    @Override
                    public List<Place> taken(Row row) {
                        return List.of();
                    }

                    @Override
                    public boolean take(Row row, Place place, Optional<Place> instead) {
                        return true;
                    }

                    @Override
                    public void leave(Row row, Place place) {}
                });
            }
        };
    }

    /** Workers do not get to know of tasks that steps come to. */
    static Protocol tasksAreNotOffered() {
        return new Protocol() {
            @Override
            Ports forSteps(Ports ports) {
                return ports.with((WorkerTasks) (type, domain, task) -> {});
            }
        };
    }

    private static Protocol workers(UnaryOperator<Ports> wrong) {
        return new Protocol() {
            @Override
            Ports forWorkers(Ports ports) {
                return wrong.apply(ports);
            }
        };
    }
}
