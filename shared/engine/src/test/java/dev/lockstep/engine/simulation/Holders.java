package dev.lockstep.engine.simulation;

import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.StageRunState.Canceled;
import dev.lockstep.engine.execution.StageRunState.Completed;
import dev.lockstep.engine.execution.StageRunState.Failed;
import dev.lockstep.engine.execution.StageRunState.Note;
import dev.lockstep.engine.execution.StageRunState.Offered;
import dev.lockstep.engine.execution.StageRunState.Retrying;
import dev.lockstep.engine.execution.StageRunState.Running;
import dev.lockstep.engine.usecases.PollTasks;
import dev.lockstep.engine.usecases.ReportTask.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks who has a worker's task: who takes it, for how long, and who ends it. */
final class Holders {
    private record Run(ExecutionId execution, StageRunKey key) {}

    /** What a worker was told: that an attempt is its own until then. */
    private record Told(String worker, int attempt, Instant until) {}

    /** One of the claims that a worker makes: where a message came twice, one call makes two, and may be given the first alone. */
    private record Claim(Run run, String worker, Instant until) {}

    private final Memory memory;
    private final Cloud cloud;
    private final Map<Run, Told> told = new HashMap<>();
    private final Set<Claim> tooLate = new HashSet<>();

    Holders(Memory memory, Cloud cloud) {
        this.memory = memory;
        this.cloud = cloud;
    }

    /** By whose name a record calls a worker. */
    static String worker(String holder) {
        return holder.substring(0, Math.max(0, holder.indexOf('#')));
    }

    private static Optional<String> holder(Optional<StageRunState> state) {
        return state.filter(Running.class::isInstance)
                .flatMap(running -> ((Running) running).by())
                .map(Holders::worker);
    }

    /** Whether a write only has a worker keep what it has. */
    static boolean isKept(Optional<StageRunState> before, StageRunState after) {
        Optional<String> now = holder(Optional.of(after));
        return now.isPresent() && now.equals(holder(before));
    }

    /** Checks a write of a stage run. */
    void check(ExecutionId id, Stage.Task task, Optional<StageRun> before, StageRun after) {
        Optional<StageRunState> was = before.map(StageRun::state);
        switch (after.state()) {
            case Running running -> checkLease(new Run(id, after.key()), task, was, running);
            case Completed completed ->
                Promise.ONLY_WHO_HAS_A_TASK_ENDS_IT.holdsIf(
                        completed.note() instanceof Note.By by
                                && holder(was)
                                        .equals(Optional.of(worker(by.actor().key())))
                                && holder(was)
                                        .equals(Optional.of(
                                                completed.output().path("by").asString("")))
                                && completed.at().isBefore(timeout(task, was)),
                        () -> after + " follows " + before);
            case Retrying retrying -> checkFailure(task, was, retrying, retrying.failure());
            case Failed failed -> checkFailure(task, was, failed, failed.failure());
            // Whoever has it learns of that by the next sign of life; run again later, it is anybody's.
            case Canceled canceled -> told.remove(new Run(id, after.key()));
            default -> {}
        }
    }

    private boolean isHeld(Run run, String worker) {
        return holder(memory.run(run.execution, run.key).map(StageRun::state)).equals(Optional.of(worker));
    }

    private Instant latest() {
        return cloud.trueTime().plus(Faults.MOST_SKEW);
    }

    private void checkLease(Run run, Stage.Task task, Optional<StageRunState> was, Running now) {
        String worker = holder(Optional.of(now)).orElse("");
        Duration heartbeat = Duration.ofSeconds(((Activity.Worker) task.activity()).heartbeatSeconds());
        Promise.LEASES_ARE_KEPT.holdsIf(
                !now.leaseUntil().isAfter(latest().plus(heartbeat))
                        && !now.leaseUntil().isAfter(timeout(task, was))
                        && !latest().isBefore(freeFrom(was, worker)),
                () -> now + " at " + cloud.trueTime() + " follows " + was);
        Optional<Told> other = Optional.ofNullable(told.get(run))
                .filter(has -> !has.worker.equals(worker) && has.attempt == now.attempt());
        // Of two signs of life side by side, the later one may come with a clock that is behind.
        Promise.LEASES_ARE_KEPT.holdsIf(
                other.filter(has ->
                                latest().plus(Faults.MOST_SKEW.multipliedBy(2)).isBefore(has.until))
                        .isEmpty(),
                () -> now + " at " + cloud.trueTime() + " although " + other);
        if (isUndoneFrom(memory.execution(run.execution).orElseThrow().state())
                && task.policy().compensation().isPresent()) {
            tooLate.add(new Claim(run, worker, now.leaseUntil()));
        }
    }

    private static Instant freeFrom(Optional<StageRunState> was, String worker) {
        return was.orElse(null) instanceof Running held && !holder(was).equals(Optional.of(worker))
                ? held.leaseUntil()
                : Instant.EPOCH;
    }

    private static boolean isUndoneFrom(ExecutionState state) {
        return state instanceof ExecutionState.Compensating
                || state instanceof ExecutionState.Failed
                || state instanceof ExecutionState.TimedOut;
    }

    /** When an attempt takes too long, whoever makes it. */
    private static Instant timeout(Stage.Task task, Optional<StageRunState> state) {
        Instant since = switch (state.orElse(null)) {
            case Offered offered -> offered.since();
            case Running running -> running.startedAt();
            case null, default -> Instant.EPOCH;
        };
        return since.plusSeconds(task.policy().timeoutSeconds());
    }

    private void checkFailure(Stage.Task task, Optional<StageRunState> was, StageRunState after, Failure failure) {
        boolean offered = was.orElse(null) instanceof Offered || was.orElse(null) instanceof Running;
        if (!offered || failure.equals(Failure.deadLettered())) {
            return;
        }
        if (failure.name().equals("TimedOut")) {
            Promise.TIMERS_NEVER_FIRE_EARLY.holdsIf(
                    !latest().isBefore(timeout(task, was)), () -> after + " follows " + was);
            return;
        }
        Promise.ONLY_WHO_HAS_A_TASK_ENDS_IT.holdsIf(
                holder(was).filter(worker -> Workers.isToldBy(worker, failure)).isPresent()
                        && !(after instanceof Retrying && Workers.isForGood(failure)),
                () -> after + " follows " + was);
    }

    /**
     * Notes that a worker got a task.
     *
     * @return whether another had it before
     */
    boolean handOut(String worker, PollTasks.Task task) {
        Run run = new Run(task.step().execution(), task.step().run());
        Promise.WHAT_WAS_DONE_IS_UNDONE_BACKWARDS.holdsIf(
                !tooLate.contains(new Claim(run, worker, task.leaseUntil())),
                () -> worker + " got " + task + ", taken when it was to be undone already");
        // An answer on its way for long may come when the task was canceled already.
        if (!isHeld(run, worker)) {
            return false;
        }
        Told before = told.put(run, new Told(worker, task.attempt(), task.leaseUntil()));
        return before != null && before.attempt == task.attempt();
    }

    /** Notes that a worker was told how long it keeps a task. */
    void keep(String worker, PollTasks.Task task, Instant until) {
        told.computeIfPresent(
                new Run(task.step().execution(), task.step().run()),
                (run, has) -> has.worker.equals(worker) ? new Told(worker, task.attempt(), until) : has);
    }

    /**
     * The record of a task, which must tell what a worker was told to be recorded.
     *
     * @return empty where others have gone on from that since
     */
    Optional<StageRun> recorded(PollTasks.Task task, Report report) {
        StageRun run = memory.run(task.step().execution(), task.step().run()).orElseThrow();
        boolean last = switch (report) {
            case Report.Completed done ->
                run.state() instanceof Completed completed && completed.output().equals(done.output());
            case Report.Failed failed -> hasFailed(run.state(), failed.failure());
            case Report.NotYet later ->
                run.state() instanceof Offered offered
                        && offered.handedBack()
                                .filter(back -> back.output().equals(later.output()))
                                .isPresent();
        };
        boolean before = report instanceof Report.Failed failed
                && run.past().stream().anyMatch(attempt -> attempt.failure().equals(failed.failure()));
        Promise.ONLY_WHO_HAS_A_TASK_ENDS_IT.holdsIf(last || before, () -> report + " is not recorded, but " + run);
        return last ? Optional.of(run) : Optional.empty();
    }

    private static boolean hasFailed(StageRunState state, Failure failure) {
        return switch (state) {
            case Failed failed -> failed.failure().equals(failure);
            case Retrying retrying -> retrying.failure().equals(failure);
            default -> false;
        };
    }
}
