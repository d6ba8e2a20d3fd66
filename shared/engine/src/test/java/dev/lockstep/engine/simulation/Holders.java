package dev.lockstep.engine.simulation;

import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Limits;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.Execution;
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
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks who has a worker's task: who takes it, for how long, and who ends it. */
final class Holders {
    private record Run(ExecutionId execution, StageRunKey key) {}

    /** What a worker was told: that an attempt is its own until then. */
    private record Told(String worker, int attempt, Instant until) {}

    /** What the failure of an attempt is within that left no time for another. */
    private static final Pattern LEFT_NO_TIME = Pattern.compile("no further attempt can begin .*?, after (\\w+): (.*)");

    /** One of the claims that a worker makes: where a message came twice, one call makes two, and may be given the first alone. */
    private record Claim(Run run, String worker, Instant until) {}

    private final Memory memory;
    private final Workflows workflows;
    private final Supplier<? extends Collection<ExecutionId>> accepted;
    private final Cloud cloud;
    private final Map<Run, Told> told = new HashMap<>();
    private final Set<Claim> tooLate = new HashSet<>();

    /** @param accepted the executions that there are */
    Holders(Memory memory, Workflows workflows, Supplier<? extends Collection<ExecutionId>> accepted, Cloud cloud) {
        this.memory = memory;
        this.workflows = workflows;
        this.accepted = accepted;
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
        if (after.state() instanceof Running && task.activity() instanceof Activity.Worker worker) {
            checkLimit(worker);
        }
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
            case Retrying retrying -> checkFailure(new Write(id, task, before), retrying, retrying.failure());
            case Failed failed -> checkFailure(new Write(id, task, before), failed, failed.failure());
            // Whoever has it learns of that by the next sign of life; run again later, it is anybody's.
            case Canceled canceled -> told.remove(new Run(id, after.key()));
            default -> {}
        }
    }

    /** Counts those whose lease lasts by everybody's clock, in executions that have not ended since they were taken. */
    private void checkLimit(Activity.Worker worker) {
        int most = worker.limits().flatMap(Limits::inProgress).orElse(Integer.MAX_VALUE);
        Instant lapsed = latest().plus(Faults.MOST_SKEW);
        if (most < Integer.MAX_VALUE) {
            List<StageRun> held = accepted.get().stream()
                    .map(memory::all)
                    .filter(recorded -> !recorded.execution().hasEnded()
                            && recorded.execution().reopenedAt().isEmpty())
                    .flatMap(recorded -> recorded.runs().values().stream()
                            .filter(run -> isHeldOf(worker, recorded.execution(), run, lapsed)))
                    .toList();
            Promise.NO_MORE_ARE_HANDED_OUT_THAN_MAY_BE.holdsIf(
                    held.size() <= most, () -> held + " at " + cloud.trueTime());
        }
    }

    private boolean isHeldOf(Activity.Worker worker, Execution execution, StageRun run, Instant lapsed) {
        return run.state() instanceof Running running
                && running.by().isPresent()
                && running.leaseUntil().isAfter(lapsed)
                && workflows.of(execution.workflow()).has(run.key().stage())
                && workflows.of(execution.workflow()).task(run.key().stage()).activity()
                        instanceof Activity.Worker other
                && other.taskType().equals(worker.taskType());
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

    /** What was recorded of a task before somebody wrote. */
    private record Write(ExecutionId execution, Stage.Task task, Optional<StageRun> before) {}

    private void checkFailure(Write write, StageRunState after, Failure failure) {
        Optional<StageRunState> was = write.before().map(StageRun::state);
        Stage.Task task = write.task();
        boolean offered = was.orElse(null) instanceof Offered || was.orElse(null) instanceof Running;
        if (!offered || failure.equals(Failure.deadLettered())) {
            return;
        }
        if (failure.name().equals(Failure.NO_TIME_LEFT)) {
            Matcher last = LEFT_NO_TIME.matcher(failure.message());
            if (last.matches()) {
                checkFailure(write, after, new Failure(last.group(1), last.group(2)));
            } else {
                Instant began = was.orElseThrow() instanceof Offered open
                        ? open.since()
                        : ((Running) was.orElseThrow()).startedAt();
                Execution execution = memory.execution(write.execution()).orElseThrow();
                Promise.TIMERS_NEVER_FIRE_EARLY.holdsIf(
                        !latest().isBefore(Attempts.outOfTime(task, execution, write.before(), began)),
                        () -> after + " follows " + was);
            }
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
     * @return empty where others have gone on from that since, or all of it was run anew
     */
    Optional<StageRun> recorded(PollTasks.Task task, Report report) {
        int first =
                memory.execution(task.step().execution()).orElseThrow().past().firstGeneration();
        if (task.step().run().iteration().generation() < first) {
            return Optional.empty();
        }
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
                && run.past().stream().anyMatch(attempt -> isOf(attempt.failure(), failed.failure()));
        Promise.ONLY_WHO_HAS_A_TASK_ENDS_IT.holdsIf(last || before, () -> report + " is not recorded, but " + run);
        return last ? Optional.of(run) : Optional.empty();
    }

    private static boolean hasFailed(StageRunState state, Failure failure) {
        return switch (state) {
            case Failed failed -> isOf(failed.failure(), failure);
            case Retrying retrying -> retrying.failure().equals(failure);
            default -> false;
        };
    }

    private static boolean isOf(Failure recorded, Failure told) {
        Matcher last = LEFT_NO_TIME.matcher(recorded.message());
        return recorded.equals(told) || (last.matches() && last.group(2).equals(told.message()));
    }
}
