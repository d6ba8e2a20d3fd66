package dev.lockstep.engine.simulation;

import dev.lockstep.engine.definition.RetryPolicy;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.StageRunState.Completed;
import dev.lockstep.engine.execution.StageRunState.Failed;
import dev.lockstep.engine.execution.StageRunState.Retrying;
import dev.lockstep.engine.execution.StageRunState.Running;
import dev.lockstep.engine.execution.StageRunState.Skipped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Checks the attempts at a stage run, one write after the other. */
final class Attempts {
    private record Attempt(int number, Instant startedAt) {}

    private final Cloud cloud;

    Attempts(Cloud cloud) {
        this.cloud = cloud;
    }

    void check(Stage.Task stage, Optional<StageRun> before, StageRun after) {
        if (isDeadLettered(after)) {
            return;
        }
        Optional<Attempt> attempt = attempt(after.state());
        attempt.ifPresent(now -> {
            checkNumber(stage.policy().retry(), before, now);
            checkTime(before, now);
        });
        if (after.state() instanceof Retrying retrying) {
            checkDelay(stage.policy().retry(), retrying);
        }
        if (after.state() instanceof Running) {
            checkLease(before, after);
        }
    }

    private static boolean isDeadLettered(StageRun run) {
        return run.state() instanceof Failed failed && failed.failure().equals(Failure.deadLettered());
    }

    private static void checkNumber(RetryPolicy policy, Optional<StageRun> before, Attempt now) {
        int expected = before.map(run -> switch (run.state()) {
                    case Running running -> running.attempt();
                    case Retrying retrying -> retrying.attempt() + 1;
                    case StageRunState.Outcome outcome -> now.number();
                    case StageRunState.Waiting waiting -> 1;
                    case StageRunState other -> 1;
                })
                .orElse(1);
        Promise.ATTEMPTS_STAY_WITHIN_THE_POLICY.holdsIf(
                now.number() == expected && now.number() <= policy.maxAttempts(),
                () -> now + " follows " + before + " under " + policy);
    }

    /** Judged by what is recorded of both, and by the true time but for the clocks' skew. */
    private void checkTime(Optional<StageRun> before, Attempt now) {
        if (before.isPresent() && before.get().state() instanceof Retrying retrying) {
            Instant latest = cloud.trueTime().plus(Faults.MOST_SKEW);
            Promise.TIMERS_NEVER_FIRE_EARLY.holdsIf(
                    !now.startedAt().isBefore(retrying.next()) && !latest.isBefore(retrying.next()),
                    () -> now + " at " + cloud.trueTime() + " follows " + retrying);
        }
    }

    private static void checkDelay(RetryPolicy policy, Retrying retrying) {
        Duration delay = Duration.between(retrying.failedAt(), retrying.next());
        Duration longest = policy.delay(retrying.attempt(), 1);
        boolean right = switch (policy.backoff()) {
            case FIXED -> delay.equals(longest);
            case EXPONENTIAL -> !delay.isNegative() && delay.compareTo(longest) <= 0;
        };
        Promise.TIMERS_NEVER_FIRE_EARLY.holdsIf(right, () -> retrying + " under " + policy);
    }

    private void checkLease(Optional<StageRun> before, StageRun after) {
        if (before.isPresent() && before.get().state() instanceof Running held) {
            Promise.LEASES_ARE_KEPT.holdsIf(
                    !cloud.trueTime().plus(Faults.MOST_SKEW).isBefore(held.leaseUntil()),
                    () -> after + " at " + cloud.trueTime() + " follows " + held);
        }
    }

    private static Optional<Attempt> attempt(StageRunState state) {
        return switch (state) {
            case Running running -> Optional.of(new Attempt(running.attempt(), running.startedAt()));
            case Retrying retrying -> Optional.of(new Attempt(retrying.attempt(), retrying.startedAt()));
            case Completed completed -> Optional.of(new Attempt(completed.attempt(), completed.startedAt()));
            case Failed failed -> Optional.of(new Attempt(failed.attempt(), failed.startedAt()));
            case Skipped skipped -> Optional.empty();
            case StageRunState.Waiting waiting -> Optional.empty();
            case StageRunState other -> Optional.empty();
        };
    }
}
