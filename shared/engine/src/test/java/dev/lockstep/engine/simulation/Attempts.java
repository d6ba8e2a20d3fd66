package dev.lockstep.engine.simulation;

import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.RetryPolicy;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.PastAttempt;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.StageRunState.Awaiting;
import dev.lockstep.engine.execution.StageRunState.Canceled;
import dev.lockstep.engine.execution.StageRunState.Completed;
import dev.lockstep.engine.execution.StageRunState.Delegated;
import dev.lockstep.engine.execution.StageRunState.Failed;
import dev.lockstep.engine.execution.StageRunState.Offered;
import dev.lockstep.engine.execution.StageRunState.Retrying;
import dev.lockstep.engine.execution.StageRunState.Running;
import dev.lockstep.engine.execution.StageRunState.SkipAhead;
import dev.lockstep.engine.execution.StageRunState.Skipped;
import dev.lockstep.engine.execution.StageRunState.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks the attempts at a stage run, one write after the other. */
final class Attempts {
    private record Attempt(int number, Instant startedAt) {}

    private final Cloud cloud;

    Attempts(Cloud cloud) {
        this.cloud = cloud;
    }

    void check(Execution execution, Ways ways, Optional<StageRun> before, StageRun after, boolean sameCount) {
        if (after.state() instanceof Failed failed && failed.failure().equals(Failure.deadLettered())) {
            return;
        }
        Stage.Task task = ways.workflow().task(after.key().stage());
        boolean forAll = task.forEach().isPresent() && !ways.isElement(after.key());
        boolean tries = switch (task.activity()) {
            case Activity.Operation operation -> true;
            case Activity.SubWorkflow workflow -> true;
            case Activity.Worker worker -> true;
            default -> false;
        };
        if (!ways.isElement(after.key()) && !ways.workflow().undoes(task.id())) {
            checkPutOff(ways, task, before, after);
        }
        if (tries && !forAll) {
            attempt(after.state()).ifPresent(now -> {
                checkNumber(task.policy().retry(), earlier(execution, after), before, now);
                checkTime(before, now);
            });
            if (sameCount && after.state() instanceof Retrying retrying) {
                checkDelay(task.policy().retry(), retrying, earlier(execution, after));
                checkTimeLeft(task, execution, before, retrying);
            }
            if (sameCount && after.state() instanceof Failed failed && !Workers.isForGood(failed.failure())) {
                checkUsedUp(task, execution, before, failed, earlier(execution, after));
            }
        }
        if (after.state() instanceof Running && !Holders.isKept(before.map(StageRun::state), after.state())) {
            checkLease(before, after);
        }
        if (after.state() instanceof Canceled) {
            checkUnderWay(before, after);
        }
        if (before.isPresent() && before.get().state() instanceof Awaiting awaiting) {
            checkDeadline(awaiting, after);
        }
    }

    /** How many attempts were made before somebody last had the execution go on. */
    private static int earlier(Execution execution, StageRun run) {
        return run.past().stream()
                .filter(attempt -> execution
                        .reopenedAt()
                        .filter(at -> !attempt.failedAt().isAfter(at))
                        .isPresent())
                .mapToInt(PastAttempt::number)
                .reduce(0, Math::max);
    }

    /** How many attempts were made before the one that comes next or is under way; 0 where none was. */
    static int lastPast(StageRun run) {
        return run.past().stream().mapToInt(PastAttempt::number).reduce(0, Math::max);
    }

    private static void checkNumber(RetryPolicy policy, int earlier, Optional<StageRun> before, Attempt now) {
        int expected = before.map(run -> switch (run.state()) {
                    case Running running -> running.attempt();
                    case Delegated delegated -> delegated.attempt();
                    case Offered offered -> offered.attempt();
                    case Retrying retrying -> retrying.attempt() + 1;
                    case Failed failed -> failed.attempt() + 1;
                    case Waiting waiting -> lastPast(run) + 1;
                    case Canceled canceled -> lastPast(run) + 1;
                    default -> 1;
                })
                .orElse(1);
        Promise.ATTEMPTS_STAY_WITHIN_THE_POLICY.holdsIf(
                now.number() == expected && now.number() - earlier <= policy.maxAttempts(),
                () -> now + " follows " + before + " under " + policy + ", after " + earlier);
    }

    private static void checkUsedUp(
            Stage.Task task, Execution execution, Optional<StageRun> before, Failed failed, int earlier) {
        RetryPolicy policy = task.policy().retry();
        // Another execution may have had no time left, and this one any.
        boolean outOfTime = failed.failure().name().equals(Failure.NO_TIME_LEFT)
                && !failed.failure().message().startsWith("execution ");
        if (outOfTime) {
            Instant next = failed.at().plus(policy.delay(failed.attempt() - earlier, 1));
            Promise.TIMERS_NEVER_FIRE_EARLY.holdsIf(
                    !next.isBefore(outOfTime(task, execution, before, failed.startedAt())),
                    () -> failed + " follows " + before + " under " + task.policy());
        } else {
            Promise.ATTEMPTS_STAY_WITHIN_THE_POLICY.holdsIf(
                    !policy.allows(failed.attempt() - earlier, failed.failure().name()),
                    () -> failed + " is for good under " + policy + ", after " + earlier);
        }
    }

    /** No attempt is planned for when all of them are to be over. */
    private static void checkTimeLeft(
            Stage.Task task, Execution execution, Optional<StageRun> before, Retrying retrying) {
        Promise.ATTEMPTS_STAY_WITHIN_THE_POLICY.holdsIf(
                retrying.next().isBefore(outOfTime(task, execution, before, retrying.startedAt())),
                () -> retrying + " follows " + before + " under " + task.policy());
    }

    /** When all attempts are to be over that were made since somebody last had the execution go on. */
    static Instant outOfTime(Stage.Task task, Execution execution, Optional<StageRun> before, Instant began) {
        Instant reopened = execution.reopenedAt().orElse(Instant.EPOCH);
        Stream<Instant> past = before.stream()
                .flatMap(run -> run.past().stream())
                .filter(attempt -> attempt.failedAt().isAfter(reopened))
                .map(PastAttempt::startedAt);
        Stream<Instant> last = before.map(StageRun::state).stream()
                .filter(state -> state instanceof Retrying retrying
                        && retrying.failedAt().isAfter(reopened))
                .map(state -> ((Retrying) state).startedAt());
        Instant first = Stream.of(Stream.of(began), past, last)
                .flatMap(times -> times)
                .min(Comparator.naturalOrder())
                .orElse(began);
        return task.policy().totalSeconds().map(first::plusSeconds).orElse(Instant.MAX);
    }

    /** What is put off waits first, and as long as it is to. */
    private void checkPutOff(Ways ways, Stage.Task task, Optional<StageRun> before, StageRun after) {
        int delay = task.policy().startDelaySeconds().orElse(0);
        boolean goesOn = task.forEach().isPresent() || task.activity() instanceof Activity.Loop;
        boolean fresh = (before.isEmpty() && !ways.isAgain(after.key()))
                || (before.isPresent()
                        && !goesOn
                        && (before.get().state() instanceof Failed
                                || before.get().state() instanceof Canceled));
        if (delay > 0 && fresh) {
            boolean right = switch (after.state()) {
                case Waiting waiting ->
                    !waiting.until().isBefore(waiting.since().plusSeconds(delay));
                // Whoever skips it before it is reached does not wait for it, nor is it put off once it is reached.
                case SkipAhead ahead -> true;
                // It was not wanted, its input came to nothing, or it broke off too often.
                case Skipped skipped -> true;
                case Failed failed -> !failed.failure().name().equals(Script.FLAKY);
                case Canceled canceled -> true;
                case Retrying retrying -> retrying.failure().name().equals("ExpressionFailed");
                default -> false;
            };
            Promise.TIMERS_NEVER_FIRE_EARLY.holdsIf(right, () -> after + " is not put off after " + before);
        }
        if (before.isPresent()
                && before.get().state() instanceof Waiting waiting
                && !(after.state() instanceof Canceled)
                && !(after.state() instanceof Skipped skipped && skipped.by().isPresent())) {
            Promise.TIMERS_NEVER_FIRE_EARLY.holdsIf(
                    !latest().isBefore(waiting.until()),
                    () -> after + " at " + cloud.trueTime() + " follows " + before);
        }
    }

    /** Judged by what is recorded of both, and by the true time but for the clocks' skew. */
    private void checkTime(Optional<StageRun> before, Attempt now) {
        Optional<Instant> due = before.map(StageRun::state)
                .flatMap(state -> state instanceof Retrying retrying
                        ? Optional.of(retrying.next())
                        : state instanceof Waiting waiting ? Optional.of(waiting.until()) : Optional.empty());
        due.ifPresent(at -> Promise.TIMERS_NEVER_FIRE_EARLY.holdsIf(
                !now.startedAt().isBefore(at) && !latest().isBefore(at),
                () -> now + " at " + cloud.trueTime() + " follows " + before));
    }

    private Instant latest() {
        return cloud.trueTime().plus(Faults.MOST_SKEW);
    }

    private void checkDeadline(Awaiting awaiting, StageRun after) {
        boolean late = (after.state() instanceof Failed failed
                        && !failed.failure().name().equals(People.DECLINED))
                || (after.state() instanceof Skipped skipped && skipped.by().isEmpty());
        Promise.TIMERS_NEVER_FIRE_EARLY.holdsIf(
                !late || !latest().isBefore(awaiting.deadline().orElse(Instant.MAX)),
                () -> after + " at " + cloud.trueTime() + " follows " + awaiting);
    }

    private static void checkDelay(RetryPolicy policy, Retrying retrying, int earlier) {
        Duration delay = Duration.between(retrying.failedAt(), retrying.next());
        Duration longest = policy.delay(retrying.attempt() - earlier, 1);
        boolean right = switch (policy.backoff()) {
            case FIXED, LINEAR -> delay.equals(longest);
            case EXPONENTIAL -> !delay.isNegative() && delay.compareTo(longest) <= 0;
        };
        Promise.TIMERS_NEVER_FIRE_EARLY.holdsIf(right, () -> retrying + " under " + policy);
    }

    /** Who is at it tells what came of it; of workers' tasks, {@link Holders} knows. */
    private void checkUnderWay(Optional<StageRun> before, StageRun after) {
        if (before.isPresent()
                && before.get().state() instanceof Running held
                && held.by().isEmpty()) {
            Promise.LEASES_ARE_KEPT.holdsIf(
                    !latest().isBefore(held.leaseUntil()),
                    () -> after + " at " + cloud.trueTime() + " follows " + held);
        }
    }

    private void checkLease(Optional<StageRun> before, StageRun after) {
        if (before.isPresent() && before.get().state() instanceof Running held) {
            Promise.LEASES_ARE_KEPT.holdsIf(
                    !latest().isBefore(held.leaseUntil()),
                    () -> after + " at " + cloud.trueTime() + " follows " + held);
        }
    }

    private static Optional<Attempt> attempt(StageRunState state) {
        return switch (state) {
            case Running running -> Optional.of(new Attempt(running.attempt(), running.startedAt()));
            case Retrying retrying -> Optional.of(new Attempt(retrying.attempt(), retrying.startedAt()));
            case Delegated delegated -> Optional.of(new Attempt(delegated.attempt(), delegated.since()));
            case Offered offered -> Optional.of(new Attempt(offered.attempt(), offered.since()));
            case Completed completed -> Optional.of(new Attempt(completed.attempt(), completed.startedAt()));
            case Failed failed -> Optional.of(new Attempt(failed.attempt(), failed.startedAt()));
            default -> Optional.empty();
        };
    }
}
