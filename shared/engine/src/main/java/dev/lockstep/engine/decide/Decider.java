package dev.lockstep.engine.decide;

import dev.lockstep.engine.definition.Edge;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.RetryPolicy;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What happens next: what to record after an attempt, and what follows from what is recorded. No clock, no chance, no I/O. */
public final class Decider {
    /** What somebody else may have us wait, at most: an answer from outside must not park an execution for years. */
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(24);

    private Decider() {}

    /** The steps that a start sends. */
    public static List<Effect> start(Plan plan) {
        return plan.entry().stream()
                .<Effect>map(stage -> Effect.Send.now(StageRunKey.first(stage)))
                .toList();
    }

    /**
     * The number of the attempt to make now, from 1 on; empty where there is none to make, since the stage run has its outcome,
     * waits for its time, or is somebody else's while their lease lasts. An attempt whose lease has lapsed was broken off, not
     * failed: it is made again under its own number, so that a crash uses up nothing of the retry policy.
     *
     * @param known what is recorded of the stage run
     */
    public static OptionalInt nextAttempt(Optional<StageRun> known, Instant now) {
        if (known.isEmpty()) {
            return OptionalInt.of(1);
        }
        return switch (known.get().state()) {
            case StageRunState.Retrying retrying
            when !now.isBefore(retrying.next()) -> OptionalInt.of(retrying.attempt() + 1);
            case StageRunState.Running running
            when !now.isBefore(running.leaseUntil()) -> OptionalInt.of(running.attempt());
            case StageRunState.Waiting waiting when !now.isBefore(waiting.until()) -> OptionalInt.of(1);
            case StageRunState.Waiting waiting -> OptionalInt.empty();
            case StageRunState.Retrying retrying -> OptionalInt.empty();
            case StageRunState.Running running -> OptionalInt.empty();
            case StageRunState.Outcome outcome -> OptionalInt.empty();
            case StageRunState.Gathering gathering -> OptionalInt.empty();
        };
    }

    /** What to record now that the attempt has ended. */
    public static StageRunState afterAttempt(RetryPolicy retry, Attempt attempt, AttemptResult result) {
        Instant started = attempt.startedAt();
        Instant ended = attempt.endedAt();
        return switch (result) {
            case AttemptResult.Succeeded ok ->
                new StageRunState.Completed(attempt.number(), started, ended, ok.input(), ok.output());
            case AttemptResult.NotWanted skipped -> new StageRunState.Skipped(ended, skipped.passed());
            case AttemptResult.Failed failed
            when retry.allows(attempt.number(), failed.failure().name()) ->
                new StageRunState.Retrying(
                        attempt.number(),
                        started,
                        ended,
                        ended.plus(delay(retry, attempt, failed.retryAfter())),
                        failed.failure());
            case AttemptResult.Failed failed ->
                new StageRunState.Failed(attempt.number(), started, ended, failed.input(), failed.failure());
        };
    }

    private static Duration delay(RetryPolicy retry, Attempt attempt, Duration retryAfter) {
        Duration asked = retryAfter.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : retryAfter;
        Duration policy = retry.delay(attempt.number(), attempt.jitter());
        return asked.compareTo(policy) > 0 ? asked : policy;
    }

    /**
     * What follows from a recorded stage run. It depends on nothing but the plan and the record, so that whoever meets the
     * record later, by a redelivery or by the watchdog, does just the same.
     *
     * @param now the time of an end that may follow from a join, whose record has none
     */
    public static List<Effect> effects(Plan plan, StageRun run, Instant now) {
        Stage stage = plan.stage(run.key().stage());
        return switch (run.state()) {
            case StageRunState.Completed completed -> follow(stage, run.key(), completed.at());
            case StageRunState.Skipped skipped -> follow(stage, run.key(), skipped.at());
            case StageRunState.Failed failed ->
                List.of(new Effect.End(new ExecutionState.Failed(failed.at(), stage.id(), failed.failure())));
            case StageRunState.Retrying retrying -> List.of(new Effect.Send(run.key(), retrying.next()));
            case StageRunState.Waiting waiting -> List.of(new Effect.Send(run.key(), waiting.until()));
            case StageRunState.Running running -> List.of(new Effect.Send(run.key(), running.leaseUntil()));
            case StageRunState.Gathering gathering ->
                isComplete(stage, gathering) ? follow(stage, run.key(), now) : List.of();
        };
    }

    /** The runs in which what follows from a stage leaves its trace: of the stages and joins behind it, and behind those joins. */
    public static Set<StageRunKey> traces(Plan plan, StageRunKey key) {
        Set<StageRunKey> traces = new LinkedHashSet<>();
        for (Edge edge : plan.stage(key.stage()).next()) {
            switch (edge) {
                case Edge.To to -> traces.add(new StageRunKey(to.stage(), key.iteration()));
                case Edge.Into into -> {
                    StageRunKey join = new StageRunKey(into.join(), key.iteration());
                    traces.add(join);
                    traces.addAll(traces(plan, join));
                }
                case Edge.End end -> {}
            }
        }
        return traces;
    }

    private static List<Effect> follow(Stage stage, StageRunKey key, Instant at) {
        return stage.next().stream()
                .<Effect>map(edge -> switch (edge) {
                    case Edge.To to -> Effect.Send.now(new StageRunKey(to.stage(), key.iteration()));
                    case Edge.Into into ->
                        new Effect.Arrive(new StageRunKey(into.join(), key.iteration()), into.branch());
                    case Edge.End end -> new Effect.End(new ExecutionState.Completed(at));
                })
                .toList();
    }

    private static boolean isComplete(Stage stage, StageRunState.Gathering gathering) {
        return switch (stage) {
            case Stage.Join join -> gathering.arrived().size() == join.branches();
            case Stage.Operation operation ->
                throw new IllegalStateException("arrivals are recorded at " + operation.id() + ", which is no join");
        };
    }
}
