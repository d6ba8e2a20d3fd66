package dev.lockstep.engine.usecases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.PlanBuilder;
import dev.lockstep.engine.definition.PlanFixtures;
import dev.lockstep.engine.definition.Policy;
import dev.lockstep.engine.definition.RetryPolicy;
import dev.lockstep.engine.definition.RetryPolicy.Backoff;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.StageInput;
import dev.lockstep.engine.execution.Control;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.operations.Config;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Steps that are put off, and steps all of whose attempts may take only so long. */
class TimesOfAStepTest {
    private static final String TYPE = "resize";
    private static final RetryPolicy OFTEN = new RetryPolicy(50, Backoff.FIXED, 20, 20, List.of());

    private final World world = new World();

    private static Plan plan(Stage.Task task) {
        return new PlanBuilder().add(task, List.of()).build(Json.object().put("type", "object"));
    }

    private static Stage.Task effect(Policy policy) {
        return PlanFixtures.task("work", World.EFFECT, new StageInput.OfExecution(), Config.of(Json.object()), policy);
    }

    private static Plan worker(RetryPolicy retry, Optional<Integer> startDelay, Optional<Integer> total) {
        Stage.Task task = PlanFixtures.worker(TYPE, 86_400, retry).task("work");
        return plan(task.under(task.policy().puttingOff(startDelay).within(total)));
    }

    private StageRunState state(ExecutionId id) {
        return world.read(id).run(StageRunKey.first("work")).orElseThrow().state();
    }

    private List<PollTasks.Task> poll() {
        return world.poll.poll(World.CALLER, new PollTasks.Request(TYPE, 10, Duration.ZERO, Optional.of("w")));
    }

    private void deliverAll() {
        for (boolean more = true; more; ) {
            more = world.deliver();
        }
    }

    @Test
    void a_step_that_is_put_off_is_not_run_before() {
        Policy policy = Policy.of(RetryPolicy.NONE, 5).puttingOff(Optional.of(60));
        ExecutionId id = world.start(world.register(plan(effect(policy))));

        deliverAll();
        world.pass(Duration.ofSeconds(59));
        deliverAll();

        assertThat(state(id)).isInstanceOf(StageRunState.Waiting.class);
        assertThat(world.effects).isEmpty();
        world.pass(Duration.ofSeconds(1));
        deliverAll();
        assertThat(world.isCompleted(id)).isTrue();
        assertThat(world.effects).containsEntry("work", 1);
    }

    @Test
    void a_step_is_put_off_for_longer_than_a_queue_delays_messages() {
        Policy policy = Policy.of(RetryPolicy.NONE, 5).puttingOff(Optional.of(6 * 3_600));
        ExecutionId id = world.start(world.register(plan(effect(policy))));
        Instant began = world.clock.instant();

        world.runToEnd(id);

        assertThat(Duration.between(began, world.clock.instant()))
                .isBetween(Duration.ofHours(6), Duration.ofMinutes(362));
        assertThat(world.effects).containsEntry("work", 1);
    }

    @Test
    void a_workers_task_that_is_put_off_is_not_handed_out_before_and_not_put_off_again_by_a_retry() {
        RetryPolicy twice = new RetryPolicy(2, Backoff.FIXED, 0, 0, List.of());
        world.start(world.register(worker(twice, Optional.of(60), Optional.empty())));

        deliverAll();
        assertThat(poll()).isEmpty();
        world.pass(Duration.ofSeconds(60));
        deliverAll();

        PollTasks.Task task = poll().getFirst();
        world.report.report(
                World.CALLER, TYPE, task.token(), new ReportTask.Report.Failed(new Failure("No", ""), true));
        deliverAll();
        assertThat(poll())
                .singleElement()
                .satisfies(again -> assertThat(again.attempt()).isEqualTo(2));
    }

    @Test
    void no_attempt_is_made_that_would_begin_when_all_are_to_be_over() {
        world.failuresToCome.put("work", 1_000);
        ExecutionId id =
                world.start(world.register(plan(effect(Policy.of(OFTEN, 5).within(Optional.of(60))))));

        world.runToEnd(id);

        assertThat(world.read(id).execution().state()).isInstanceOfSatisfying(ExecutionState.Failed.class, failed -> {
            assertThat(failed.failure().name()).isEqualTo(Failure.NO_TIME_LEFT);
            assertThat(failed.failure().message()).contains("60", "Flaky: not this time");
        });
        assertThat(world.effects).containsEntry("work", 3);
    }

    @Test
    void a_worker_has_no_more_time_than_all_attempts_have_together() {
        ExecutionId id = world.start(world.register(worker(OFTEN, Optional.empty(), Optional.of(300))));
        deliverAll();
        Instant began = world.clock.instant();
        world.pass(Duration.ofSeconds(290));

        PollTasks.Task task = poll().getFirst();

        assertThat(task.leaseUntil()).isEqualTo(began.plusSeconds(300));
        assertThat(task.timesOutAt()).isEqualTo(began.plusSeconds(300));
        world.runToEnd(id);
        assertThat(state(id))
                .isInstanceOfSatisfying(
                        StageRunState.Failed.class,
                        failed -> assertThat(failed.failure()).isEqualTo(Failure.noTimeLeft(300)));
    }

    @Test
    void a_failure_that_leaves_no_time_is_the_same_told_again() {
        ExecutionId id = world.start(world.register(worker(OFTEN, Optional.empty(), Optional.of(30))));
        deliverAll();
        world.pass(Duration.ofSeconds(15));
        PollTasks.Task task = poll().getFirst();
        ReportTask.Report failed = new ReportTask.Report.Failed(new Failure("No", "not today"), true);

        world.report.report(World.CALLER, TYPE, task.token(), failed);
        world.report.report(World.CALLER, TYPE, task.token(), failed);

        assertThat(state(id))
                .isInstanceOfSatisfying(
                        StageRunState.Failed.class,
                        run -> assertThat(run.failure().message()).endsWith("after No: not today"));
    }

    @Test
    void who_has_a_failed_execution_go_on_gives_all_its_time_anew() {
        world.failuresToCome.put("work", 3);
        ExecutionId id =
                world.start(world.register(plan(effect(Policy.of(OFTEN, 5).within(Optional.of(60))))));
        world.runToEnd(id);

        world.reopen.retry(
                World.CALLER, world.read(id).execution().workflow().workflow().value(), id, Optional.empty());
        world.failuresToCome.put("work", 1);
        world.runToEnd(id);

        assertThat(world.isCompleted(id)).isTrue();
    }

    @Test
    void who_has_not_seen_that_it_goes_on_does_not_count_the_time_before() {
        ExecutionId id = world.start(world.register(worker(RetryPolicy.NONE, Optional.empty(), Optional.of(60))));
        deliverAll();
        Step step = new Step(world.read(id).execution().workflow(), id, StageRunKey.first("work"));
        world.pass(Duration.ofSeconds(60));
        world.amidStep.before("write", () -> {
            world.deliver(step);
            assertThat(world.read(id).execution().state()).isInstanceOf(ExecutionState.Failed.class);
            world.pass(Duration.ofSeconds(1));
            world.reopen.retry(World.CALLER, id, Control.Kind.RETRY, Optional.empty());
            deliverAll();
        });

        world.deliver(step);

        assertThat(state(id))
                .isInstanceOfSatisfying(
                        StageRunState.Offered.class,
                        offered -> assertThat(offered.attempt()).isEqualTo(2));
        world.deliver(step);
        assertThat(state(id)).isInstanceOf(StageRunState.Offered.class);
    }
}
