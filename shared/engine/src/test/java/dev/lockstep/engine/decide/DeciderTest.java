package dev.lockstep.engine.decide;

import static dev.lockstep.engine.definition.PlanFixtures.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.RetryPolicy;
import dev.lockstep.engine.definition.RetryPolicy.Backoff;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Decisions as tables: what is recorded and what happened, then what follows. */
class DeciderTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant T1 = T0.plusSeconds(1);
    private static final Failure FAILURE = new Failure("Broken", "it broke");
    private static final RetryPolicy TWICE = new RetryPolicy(2, Backoff.FIXED, 10, 60, List.of());
    private static final Plan DIAMOND = plan("a", "b<a", "c<a", "d<b,c");

    private static final Execution EXECUTION = new Execution(
            new ExecutionId("ex-1"),
            new WorkflowRef(Workspace.DEFAULT, new WorkflowId("wf-1"), 1),
            Json.object(),
            Tags.NONE,
            T0,
            new ExecutionState.Live(),
            1);

    private static StageRun run(String stage, StageRunState state) {
        return new StageRun(StageRunKey.first(stage), 1, state);
    }

    private static StageRunState completed() {
        return new StageRunState.Completed(1, T0, T1, Optional.empty(), Json.object());
    }

    private static AttemptResult failedAskingFor(Duration retryAfter) {
        return new AttemptResult.Failed(Optional.empty(), FAILURE, retryAfter, Optional.empty());
    }

    record Ended(String name, RetryPolicy retry, int attempt, AttemptResult result, StageRunState recorded) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Ended> endedAttempts() {
        return Stream.of(
                new Ended(
                        "a success completes the stage",
                        RetryPolicy.NONE,
                        1,
                        new AttemptResult.Succeeded(Optional.empty(), Json.object()),
                        completed()),
                new Ended(
                        "a condition that does not hold skips it, and its input goes on",
                        RetryPolicy.NONE,
                        1,
                        new AttemptResult.NotWanted(Json.object().put("text", "x")),
                        new StageRunState.Skipped(T1, Json.object().put("text", "x"))),
                new Ended(
                        "a failure without a policy fails it",
                        RetryPolicy.NONE,
                        1,
                        new AttemptResult.Failed(Optional.empty(), FAILURE),
                        new StageRunState.Failed(1, T0, T1, Optional.empty(), FAILURE)),
                new Ended(
                        "a failure with attempts left waits for the next",
                        TWICE,
                        1,
                        new AttemptResult.Failed(Optional.empty(), FAILURE),
                        new StageRunState.Retrying(1, T0, T1, T1.plusSeconds(10), FAILURE)),
                new Ended(
                        "who was asked may want a longer wait than the policy's",
                        TWICE,
                        1,
                        failedAskingFor(Duration.ofSeconds(90)),
                        new StageRunState.Retrying(1, T0, T1, T1.plusSeconds(90), FAILURE)),
                new Ended(
                        "but not a shorter one",
                        TWICE,
                        1,
                        failedAskingFor(Duration.ofSeconds(3)),
                        new StageRunState.Retrying(1, T0, T1, T1.plusSeconds(10), FAILURE)),
                new Ended(
                        "nor one past a day",
                        TWICE,
                        1,
                        failedAskingFor(Duration.ofDays(4000)),
                        new StageRunState.Retrying(1, T0, T1, T1.plus(Duration.ofDays(1)), FAILURE)),
                new Ended(
                        "nor another attempt where none is left",
                        TWICE,
                        2,
                        failedAskingFor(Duration.ofSeconds(1)),
                        new StageRunState.Failed(2, T0, T1, Optional.empty(), FAILURE)),
                new Ended(
                        "the last attempt's failure fails it",
                        TWICE,
                        2,
                        new AttemptResult.Failed(Optional.empty(), FAILURE),
                        new StageRunState.Failed(2, T0, T1, Optional.empty(), FAILURE)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("endedAttempts")
    void what_an_attempt_leaves_on_record(Ended ended) {
        Attempt attempt = new Attempt(ended.attempt(), T0, T1, 0.5);

        assertThat(Decider.afterAttempt(plan(ended.retry(), "a").task("a"), attempt, ended.result()))
                .isEqualTo(ended.recorded());
    }

    record Follows(String name, StageRun run, List<Effect> effects) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Follows> recordedRuns() {
        return Stream.of(
                new Follows(
                        "a completed stage activates all after it",
                        run("a", completed()),
                        List.of(Effect.Send.now(StageRunKey.first("b")), Effect.Send.now(StageRunKey.first("c")))),
                new Follows(
                        "a completed branch arrives at its join",
                        run("c", completed()),
                        List.of(new Effect.Arrive(StageRunKey.first("join:d"), Set.of(1), Set.of()))),
                new Follows(
                        "a skipped branch arrives as well",
                        run("b", new StageRunState.Skipped(T1, Json.object())),
                        List.of(new Effect.Arrive(StageRunKey.first("join:d"), Set.of(0), Set.of()))),
                new Follows(
                        "a join that lacks a branch waits",
                        run("join:d", new StageRunState.Gathering(Set.of(1))),
                        List.of()),
                new Follows(
                        "a join that all branches reached lets one token through",
                        run("join:d", new StageRunState.Gathering(Set.of(0, 1))),
                        List.of(Effect.Send.now(StageRunKey.first("d")))),
                new Follows(
                        "the last stage ends the execution at the time of its outcome",
                        run("d", completed()),
                        List.of(new Effect.End(new ExecutionState.Completed(T1)))),
                new Follows(
                        "a failed stage fails the execution",
                        run("b", new StageRunState.Failed(1, T0, T1, Optional.empty(), FAILURE)),
                        List.of(new Effect.End(new ExecutionState.Failed(T1, "b", FAILURE)))),
                new Follows(
                        "a stage that waits for another attempt comes back at its time",
                        run("b", new StageRunState.Retrying(1, T0, T1, T1.plusSeconds(9), FAILURE)),
                        List.of(new Effect.Send(StageRunKey.first("b"), T1.plusSeconds(9)))),
                new Follows(
                        "a claimed stage comes back when its lease lapses",
                        run("b", new StageRunState.Running(1, T0, T0.plusSeconds(30), Optional.empty())),
                        List.of(new Effect.Send(StageRunKey.first("b"), T0.plusSeconds(30)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("recordedRuns")
    void what_follows_from_a_record(Follows follows) {
        assertThat(Decider.effects(DIAMOND, Recorded.of(EXECUTION, List.of()), follows.run(), T1))
                .isEqualTo(follows.effects());
    }

    record Next(String name, Optional<StageRun> known, OptionalInt attempt) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Next> knownRuns() {
        return Stream.of(
                new Next("a new stage run gets its first attempt", Optional.empty(), OptionalInt.of(1)),
                new Next(
                        "one whose retry is due gets the next attempt",
                        Optional.of(run("b", new StageRunState.Retrying(1, T0, T0, T1, FAILURE))),
                        OptionalInt.of(2)),
                new Next(
                        "no retry is made early",
                        Optional.of(run("b", new StageRunState.Retrying(1, T0, T0, T1.plusNanos(1), FAILURE))),
                        OptionalInt.empty()),
                new Next(
                        "a live lease is left alone",
                        Optional.of(run("b", new StageRunState.Running(1, T0, T1.plusNanos(1), Optional.empty()))),
                        OptionalInt.empty()),
                new Next(
                        "a lapsed lease is taken over, under the same attempt",
                        Optional.of(run("b", new StageRunState.Running(2, T0, T1, Optional.empty()))),
                        OptionalInt.of(2)),
                new Next("an outcome is left alone", Optional.of(run("b", completed())), OptionalInt.empty()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("knownRuns")
    void which_attempt_comes_next(Next next) {
        assertThat(Decider.nextAttempt(EXECUTION, next.known(), T1)).isEqualTo(next.attempt());
    }
}
