package dev.lockstep.engine.usecases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.PlanFixtures;
import dev.lockstep.engine.definition.RetryPolicy;
import dev.lockstep.engine.definition.RetryPolicy.Backoff;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tasks of workers outside that time ends, that workers hand back, and that are called by their names. */
class WorkerLimitsTest {
    private static final String TYPE = "resize";
    private static final RetryPolicy TWICE = new RetryPolicy(2, Backoff.FIXED, 0, 0, List.of());

    private final World world = new World();

    private ExecutionId started(Activity.Worker worker) {
        ExecutionId id = world.start(world.register(PlanFixtures.worker(worker, 86_400, TWICE)));
        world.deliver();
        return id;
    }

    private static Activity.Worker failingOnSilence() {
        return new Activity.Worker(TYPE, 30, Activity.Worker.OnSilence.FAIL, Optional.empty());
    }

    private List<PollTasks.Task> poll() {
        return world.poll.poll(World.CALLER, new PollTasks.Request(TYPE, 10, Duration.ZERO, Optional.of("w")));
    }

    private StageRunState state(ExecutionId id) {
        return world.read(id).run(StageRunKey.first("work")).orElseThrow().state();
    }

    private void live(Duration time) {
        for (long minute = 0; minute < time.toMinutes(); minute++) {
            world.pass(Duration.ofMinutes(1));
            world.sweep();
            for (boolean more = true; more; ) {
                more = world.deliver();
            }
        }
    }

    @Test
    void a_worker_that_falls_silent_has_failed_its_attempt_although_nobody_polls() {
        ExecutionId id = started(failingOnSilence());
        assertThat(poll()).hasSize(1);

        live(Duration.ofMinutes(3));

        assertThat(state(id))
                .isInstanceOfSatisfying(
                        StageRunState.Offered.class,
                        offered -> assertThat(offered.attempt()).isEqualTo(2));
        assertThat(world.read(id).run(StageRunKey.first("work")).orElseThrow().past())
                .singleElement()
                .satisfies(past -> assertThat(past.failure().name()).isEqualTo(Failure.NO_RESPONSE));
    }

    @Test
    void whoever_polls_after_a_worker_fell_silent_gets_the_next_attempt() {
        started(failingOnSilence());
        assertThat(poll()).hasSize(1);
        world.pass(Duration.ofSeconds(31));

        assertThat(poll()).isEmpty();
        for (boolean more = true; more; ) {
            more = world.deliver();
        }

        assertThat(poll())
                .singleElement()
                .satisfies(task -> assertThat(task.attempt()).isEqualTo(2));
    }

    @Test
    void a_task_that_nobody_takes_in_time_has_failed_its_attempt() {
        ExecutionId id = started(new Activity.Worker(TYPE, 30, Activity.Worker.OnSilence.OFFER_AGAIN, Optional.of(60)));

        live(Duration.ofMinutes(2));

        assertThat(world.read(id).run(StageRunKey.first("work")).orElseThrow().past())
                .isNotEmpty()
                .allSatisfy(past -> assertThat(past.failure().name()).isEqualTo(Failure.NOT_POLLED));
    }

    @Test
    void what_a_worker_hands_back_is_left_alone_for_a_while_and_is_the_same_attempt_then() {
        ExecutionId id = started(failingOnSilence());
        PollTasks.Task task = poll().getFirst();

        assertThat(world.report.reportNamed(
                        World.CALLER,
                        task.step(),
                        1,
                        new ReportTask.Report.NotYet(Json.object().put("done", 5), Duration.ofSeconds(90))))
                .isTrue();

        assertThat(poll()).isEmpty();
        world.pass(Duration.ofSeconds(91));
        assertThat(poll())
                .singleElement()
                .satisfies(again -> assertThat(again.attempt()).isEqualTo(1));
        assertThat(state(id)).isInstanceOf(StageRunState.Running.class);
    }

    @Test
    void an_attempt_is_ended_by_its_name_whether_anybody_took_it_or_not() {
        ExecutionId id = started(failingOnSilence());
        PollTasks.Task task = poll().getFirst();
        ReportTask.Report done = new ReportTask.Report.Completed(Json.object().put("n", 1));

        assertThat(world.report.reportNamed(World.CALLER, task.step(), 2, done)).isFalse();
        assertThat(world.report.reportNamed(World.CALLER, task.step(), 1, done)).isTrue();
        assertThat(world.report.reportNamed(World.CALLER, task.step(), 1, done)).isTrue();
        assertThat(world.report.reportNamed(
                        World.CALLER,
                        task.step(),
                        1,
                        new ReportTask.Report.Failed(new Failure("Late", "too late"), true)))
                .isFalse();

        world.runToEnd(id);
        assertThat(world.isCompleted(id)).isTrue();
    }
}
