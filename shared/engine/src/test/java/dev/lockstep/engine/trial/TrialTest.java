package dev.lockstep.engine.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Limits;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.PlanBuilder;
import dev.lockstep.engine.definition.PlanFixtures;
import dev.lockstep.engine.definition.Policy;
import dev.lockstep.engine.definition.RetryPolicy;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.StageInput;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.Tags;
import dev.lockstep.engine.operations.Catalogue;
import dev.lockstep.engine.operations.Config;
import dev.lockstep.engine.operations.HttpOperation;
import dev.lockstep.engine.ports.OperationRunner;
import dev.lockstep.engine.ports.memory.InMemoryWorkflowStore;
import dev.lockstep.engine.ports.memory.SequentialIds;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.FailureReport;
import dev.lockstep.engine.usecases.ReportTask.Report;
import dev.lockstep.engine.usecases.StartExecution;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TrialTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Caller CALLER = new Caller(Workspace.DEFAULT, "key-1", Set.of("admin"));
    private static final RetryPolicy TWICE_WITHIN_AN_HOUR =
            new RetryPolicy(2, RetryPolicy.Backoff.FIXED, 3_600, 3_600, List.of());

    private final MocksByStage mocks = new MocksByStage();
    private final AtomicInteger requests = new AtomicInteger();
    private InstantSource clock = () -> NOW;

    private Trial.Outcome tried(Plan plan, TrialBounds bounds) {
        InMemoryWorkflowStore workflows = new InMemoryWorkflowStore();
        WorkflowRef ref = new WorkflowRef(Workspace.DEFAULT, new WorkflowId("wf-tried"), 1);
        workflows.add(new WorkflowVersion(ref, "tried", Json.object(), plan, NOW));
        OperationRunner runner = (operation, call, timeout) -> operation.run(call);
        Catalogue catalogue = Catalogue.builtIn().with(new HttpOperation(request -> {
            requests.incrementAndGet();
            throw new IllegalStateException("nothing is to be asked for");
        }));
        Trial.World world =
                new Trial.World(workflows, catalogue, runner, FailureReport.PLAIN, new SequentialIds(), clock);
        return new Trial(world, CALLER, mocks, bounds)
                .run(new StartExecution.Request(
                        ref.workflow(),
                        Optional.empty(),
                        Json.object().put("text", "given"),
                        Tags.NONE,
                        Optional.empty()));
    }

    private Trial.Outcome tried(Plan plan) {
        return tried(plan, TrialBounds.OF_A_CALL);
    }

    private static Mock gives(String field, int value) {
        return new Mock(new Report.Completed(Json.object().put(field, value)), Duration.ZERO, Duration.ZERO);
    }

    private static Mock fails() {
        return new Mock(new Report.Failed(new Failure("Broken", "as told"), true), Duration.ZERO, Duration.ZERO);
    }

    private static Mock lasts(Duration time) {
        return new Mock(new Report.Completed(Json.object()), Duration.ZERO, time);
    }

    private static Execution execution(Trial.Outcome outcome) {
        return outcome.found().recorded().execution();
    }

    private static StageRun run(Trial.Outcome outcome, String stage) {
        return outcome.found().recorded().runs().values().stream()
                .filter(run -> run.key().stage().equals(stage))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no run of " + stage));
    }

    private static Duration passed(Trial.Outcome outcome) {
        return Duration.between(NOW, ((ExecutionState.Ended) execution(outcome).state()).at());
    }

    @Test
    void what_has_an_effect_waits_for_whoever_stands_in_and_is_never_done() {
        Trial.Outcome outcome = tried(PlanFixtures.planOf("HttpRequest", RetryPolicy.NONE, "ask"));

        assertThat(execution(outcome).isLive()).isTrue();
        assertThat(outcome.brokenOff()).isEmpty();
        assertThat(run(outcome, "ask").state()).isInstanceOf(StageRunState.Offered.class);
        assertThat(requests).hasValue(0);
    }

    @Test
    void attempts_are_told_of_in_order_and_the_pauses_between_them_pass() {
        mocks.tell("ask", fails(), gives("n", 2));

        Trial.Outcome outcome = tried(PlanFixtures.planOf("HttpRequest", TWICE_WITHIN_AN_HOUR, "ask"));

        assertThat(execution(outcome).state()).isInstanceOf(ExecutionState.Completed.class);
        assertThat(run(outcome, "ask").output()).contains(Json.object().put("n", 2));
        assertThat(run(outcome, "ask").past()).hasSize(1);
        assertThat(passed(outcome)).isBetween(Duration.ofHours(1), Duration.ofMinutes(61));
        assertThat(requests).hasValue(0);
    }

    @Test
    void what_has_no_effect_is_done_unless_it_is_told() {
        mocks.tell("b", gives("told", 1));

        Trial.Outcome outcome = tried(PlanFixtures.plan("a", "b<a", "c<b"));

        assertThat(run(outcome, "a").output()).contains(Json.object().put("text", "given"));
        assertThat(run(outcome, "c").output()).contains(Json.object().put("told", 1));
    }

    @Test
    void long_times_pass_at_once() {
        Trial.Outcome outcome = tried(PlanFixtures.waiting(Duration.ofDays(300)));

        assertThat(execution(outcome).state()).isInstanceOf(ExecutionState.Completed.class);
        assertThat(passed(outcome)).isBetween(Duration.ofDays(300), Duration.ofDays(301));
    }

    @Test
    void that_nobody_tells_anything_in_time_is_not_waited_for() {
        Trial.Outcome outcome = tried(PlanFixtures.worker("sort", 5, RetryPolicy.NONE));

        assertThat(execution(outcome).isLive()).isTrue();
        assertThat(run(outcome, "work").state()).isInstanceOf(StageRunState.Offered.class);
    }

    @Test
    void an_attempt_that_lasts_longer_than_it_may_times_out() {
        mocks.tell("work", lasts(Duration.ofSeconds(10)));

        Trial.Outcome outcome = tried(PlanFixtures.worker("sort", 5, RetryPolicy.NONE));

        assertThat(execution(outcome).state())
                .isInstanceOfSatisfying(
                        ExecutionState.Failed.class,
                        failed -> assertThat(failed.failure().name()).isEqualTo("TimedOut"));
    }

    @Test
    void workers_have_no_more_tasks_at_once_than_they_may() {
        Activity.Worker limited = new Activity.Worker("sort", 60).within(Limits.of(Optional.of(1), Optional.empty()));
        Stage.Task one = PlanFixtures.task(
                        "one",
                        "Worker",
                        new StageInput.OfExecution(),
                        Config.of(Json.object()),
                        Policy.of(RetryPolicy.NONE, 600))
                .doing(limited);
        Stage.Task other = PlanFixtures.task("other", "Worker", one.input(), one.config(), one.policy())
                .doing(limited);
        mocks.tell("one", lasts(Duration.ofSeconds(30))).tell("other", lasts(Duration.ofSeconds(30)));

        Trial.Outcome outcome = tried(new PlanBuilder()
                .add(one, List.of())
                .add(other, List.of())
                .build(Json.object().put("type", "object")));

        assertThat(execution(outcome).state()).isInstanceOf(ExecutionState.Completed.class);
        assertThat(passed(outcome)).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(75));
    }

    @Test
    void one_that_takes_too_many_steps_is_broken_off() {
        Trial.Outcome outcome = tried(
                PlanFixtures.plan("a", "b<a", "c<b", "d<c", "e<d"),
                new TrialBounds(3, 1_000_000, Duration.ofDays(1), Duration.ofSeconds(10)));

        assertThat(execution(outcome).isLive()).isTrue();
        assertThat(outcome.brokenOff()).contains("3 steps");
    }

    @Test
    void one_that_records_too_much_is_broken_off() {
        mocks.tell(
                "a",
                new Mock(
                        new Report.Completed(Json.object().put("text", "x".repeat(2_000))),
                        Duration.ZERO,
                        Duration.ZERO));

        Trial.Outcome outcome = tried(
                PlanFixtures.plan("a", "b<a", "c<b"),
                new TrialBounds(1_000, 2_048, Duration.ofDays(1), Duration.ofSeconds(10)));

        assertThat(outcome.brokenOff()).contains("2 KB of data");
    }

    @Test
    void one_in_which_too_much_time_passes_is_broken_off() {
        Trial.Outcome outcome = tried(
                PlanFixtures.waiting(Duration.ofDays(300)),
                new TrialBounds(100_000, 1_000_000, Duration.ofDays(30), Duration.ofSeconds(10)));

        assertThat(outcome.brokenOff()).contains("30 days");
    }

    @Test
    void one_that_takes_too_long_is_broken_off() {
        AtomicInteger asked = new AtomicInteger();
        clock = () -> NOW.plusSeconds(asked.incrementAndGet());

        Trial.Outcome outcome = tried(
                PlanFixtures.plan("a", "b<a", "c<b", "d<c", "e<d", "f<e", "g<f"),
                new TrialBounds(100_000, 1_000_000, Duration.ofDays(30), Duration.ofSeconds(4)));

        assertThat(outcome.brokenOff()).contains("taking 4 seconds");
    }

    @Test
    void the_same_trial_comes_to_the_same_each_time() {
        mocks.tell("ask", fails(), gives("n", 2));
        Plan plan = PlanFixtures.planOf("HttpRequest", TWICE_WITHIN_AN_HOUR, "ask");
        Trial.Outcome first = tried(plan);
        mocks.tell("ask", fails(), gives("n", 2));

        assertThat(tried(plan).found().recorded()).isEqualTo(first.found().recorded());
    }

    @Test
    void what_nothing_is_told_of_any_more_waits() {
        mocks.tell("ask", fails());

        Trial.Outcome outcome = tried(PlanFixtures.planOf("HttpRequest", TWICE_WITHIN_AN_HOUR, "ask"));

        assertThat(execution(outcome).isLive()).isTrue();
        assertThat(outcome.found()
                        .recorded()
                        .run(new StageRunKey("ask", run(outcome, "ask").key().iteration())))
                .get()
                .extracting(StageRun::state)
                .isInstanceOfSatisfying(
                        StageRunState.Offered.class,
                        offered -> assertThat(offered.attempt()).isEqualTo(2));
    }
}
