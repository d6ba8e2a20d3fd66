package dev.lockstep.engine.usecases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Limits;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.PlanFixtures;
import dev.lockstep.engine.definition.RetryPolicy;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.ports.TaskPlaces.Holder;
import dev.lockstep.engine.ports.TaskPlaces.Kind;
import dev.lockstep.engine.ports.TaskPlaces.Place;
import dev.lockstep.engine.ports.TaskPlaces.Row;
import dev.lockstep.engine.ports.TaskType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tasks of a type of which workers may have only so many, and tasks that are handed out while their execution is paused. */
class LimitedTasksTest {
    private static final String TYPE = "resize";
    private static final Row ROW = new Row(new TaskType(World.WORKSPACE, TYPE), Kind.IN_PROGRESS);
    private static final ReportTask.Report DONE = new ReportTask.Report.Completed(Json.object());

    private final World world = new World();
    private final List<ExecutionId> started = new ArrayList<>();

    private static Plan plan(Optional<Integer> inProgress, Optional<Limits.Rate> rate) {
        Activity.Worker worker = new Activity.Worker(TYPE, 30).within(Limits.of(inProgress, rate));
        return PlanFixtures.worker(worker, 86_400, RetryPolicy.NONE);
    }

    private void start(Plan plan, int times) {
        for (int i = 0; i < times; i++) {
            started.add(world.start(world.register(plan)));
        }
        deliverAll();
    }

    private void deliverAll() {
        for (boolean more = true; more; ) {
            more = world.deliver();
        }
    }

    private List<PollTasks.Task> poll() {
        return world.poll.poll(World.CALLER, new PollTasks.Request(TYPE, 10, Duration.ZERO, Optional.of("w")));
    }

    private void report(PollTasks.Task task) {
        world.report.report(World.CALLER, TYPE, task.token(), DONE);
    }

    @Test
    void workers_have_no_more_tasks_of_a_type_than_may_be_in_progress() {
        start(plan(Optional.of(2), Optional.empty()), 5);

        List<PollTasks.Task> taken = poll();

        assertThat(taken).hasSize(2);
        world.pass(Duration.ofSeconds(6));
        assertThat(poll()).isEmpty();
        report(taken.getFirst());
        world.pass(Duration.ofSeconds(6));
        assertThat(poll()).hasSize(1);
    }

    @Test
    void all_tasks_are_done_in_the_end() {
        start(plan(Optional.of(1), Optional.empty()), 5);

        for (int i = 0; i < 40; i++) {
            poll().forEach(this::report);
            world.pass(Duration.ofSeconds(6));
        }

        deliverAll();
        assertThat(started).allMatch(world::isCompleted);
        assertThat(world.places.taken(ROW)).isEmpty();
    }

    @Test
    void a_worker_that_falls_silent_keeps_its_place_no_longer_than_its_task() {
        start(plan(Optional.of(1), Optional.empty()), 2);
        assertThat(poll()).hasSize(1);

        world.pass(Duration.ofSeconds(28));
        assertThat(poll()).isEmpty();
        world.pass(Duration.ofSeconds(10));

        assertThat(poll()).hasSize(1);
    }

    @Test
    void a_sign_of_life_keeps_the_place_too() {
        start(plan(Optional.of(1), Optional.empty()), 2);
        PollTasks.Task task = poll().getFirst();

        for (int i = 0; i < 5; i++) {
            world.pass(Duration.ofSeconds(20));
            world.report.heartbeat(World.CALLER, TYPE, task.token());
            assertThat(poll()).isEmpty();
        }
    }

    @Test
    void a_sign_of_life_that_comes_too_late_is_refused_where_others_have_all_places() {
        start(plan(Optional.of(1), Optional.empty()), 2);
        PollTasks.Task late = poll().getFirst();
        world.pass(Duration.ofSeconds(40));
        PollTasks.Task other = poll().getFirst();
        boolean same = other.step().equals(late.step());

        assertThatThrownBy(() -> world.report.heartbeat(World.CALLER, TYPE, late.token()))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CONFLICT));
        assertThat(same || poll().isEmpty()).isTrue();
    }

    @Test
    void a_place_that_was_taken_by_who_broke_off_lapses() {
        start(plan(Optional.of(1), Optional.empty()), 1);
        StageRunKey work = StageRunKey.first("work");
        Holder gone = new Holder(started.getFirst(), work, 1, "w0#0", 2);
        world.places.take(ROW, new Place(0, gone, world.clock.instant().plusSeconds(31)), Optional.empty());

        assertThat(poll()).isEmpty();
        world.pass(Duration.ofSeconds(32));

        assertThat(poll()).hasSize(1);
    }

    @Test
    void the_place_of_a_task_that_is_over_by_other_means_is_taken_at_once() {
        start(plan(Optional.of(1), Optional.empty()), 2);
        PollTasks.Task task = poll().getFirst();
        ExecutionId id = task.step().execution();
        world.cancel.cancel(
                World.CALLER, world.read(id).execution().workflow().workflow().value(), id, Optional.empty());
        world.pass(Duration.ofSeconds(6));

        assertThat(poll()).hasSize(1);
    }

    @Test
    void a_report_that_is_repeated_leaves_a_place_that_was_not_left() {
        start(plan(Optional.of(1), Optional.empty()), 1);
        PollTasks.Task task = poll().getFirst();
        Place place = world.places.taken(ROW).getFirst();
        report(task);
        world.places.take(ROW, place, Optional.empty());

        report(task);

        assertThat(world.places.taken(ROW)).isEmpty();
    }

    @Test
    void what_a_worker_hands_back_has_no_place_meanwhile() {
        start(plan(Optional.of(1), Optional.empty()), 2);
        PollTasks.Task task = poll().getFirst();
        world.report.report(
                World.CALLER, TYPE, task.token(), new ReportTask.Report.NotYet(Json.object(), Duration.ofMinutes(10)));
        world.pass(Duration.ofSeconds(6));

        assertThat(poll()).hasSize(1);
    }

    @Test
    void no_more_tasks_are_handed_out_within_a_time_than_may_be() {
        start(plan(Optional.empty(), Optional.of(Limits.Rate.of(3, 60))), 8);

        assertThat(poll()).hasSize(3).allSatisfy(this::report);
        world.pass(Duration.ofSeconds(59));
        assertThat(poll()).isEmpty();
        world.pass(Duration.ofSeconds(2));
        assertThat(poll()).hasSize(3);
    }

    @Test
    void a_rate_past_what_is_counted_is_as_high_within_less_time() {
        assertThat(Limits.Rate.of(5_000, 10)).isEqualTo(new Limits.Rate(1_000, 2_000));
    }

    @Test
    void what_is_not_limited_takes_no_place() {
        start(plan(Optional.empty(), Optional.empty()), 3);

        assertThat(poll()).hasSize(3).allSatisfy(this::report);

        assertThat(world.places.taken(ROW)).isEmpty();
    }

    @Test
    void a_plan_may_have_what_was_offered_before_a_pause_handed_out_during_it() {
        start(plan(Optional.empty(), Optional.empty()).handingOutWhilePaused(), 1);
        pause();

        report(poll().getFirst());

        assertThat(world.read(started.getFirst())
                        .run(StageRunKey.first("work"))
                        .orElseThrow()
                        .state())
                .isInstanceOf(StageRunState.Completed.class);
    }

    @Test
    void otherwise_no_task_is_handed_out_during_a_pause() {
        start(plan(Optional.empty(), Optional.empty()), 1);
        pause();

        assertThat(poll()).isEmpty();
    }

    private void pause() {
        ExecutionId id = started.getFirst();
        world.pause.pause(
                World.CALLER, world.read(id).execution().workflow().workflow().value(), id, Optional.empty());
    }
}
