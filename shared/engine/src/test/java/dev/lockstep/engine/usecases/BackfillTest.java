package dev.lockstep.engine.usecases;

import static dev.lockstep.engine.usecases.ScheduleWorld.CALLER;
import static dev.lockstep.engine.usecases.ScheduleWorld.due;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.engine.schedule.Overlap;
import dev.lockstep.engine.schedule.ScheduleId;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** It is five past midnight when schedules are made. */
class BackfillTest {
    private static final String EVERY_TEN_MINUTES = "*/10 * * * *";

    private final ScheduleWorld world = new ScheduleWorld();

    @Test
    void a_backfill_starts_each_due_time_of_its_span_though_the_schedule_is_paused() {
        ScheduleId schedule = world.create("0 * * * *", Overlap.ALLOW);
        world.pass(Duration.ofHours(10));
        world.control.pause(CALLER, schedule, Optional.empty());

        ControlSchedule.Accepted accepted = world.backfill(schedule, "02:00", "05:00", Optional.empty());
        world.run();

        assertThat(accepted.dueTimes()).isEqualTo(3);
        assertThat(world.executions()).isEqualTo(due(schedule, "02:00", "03:00", "04:00"));
        assertThat(world.history(schedule).counts().started()).isEqualTo(3);
        assertThat(world.read(schedule).progress().backfills()).isEmpty();
        assertThat(world.read(schedule).wakeAt()).isEmpty();
    }

    @Test
    void a_backfill_of_what_was_started_starts_nothing() {
        ScheduleId schedule = world.create(EVERY_TEN_MINUTES, Overlap.ALLOW);
        world.passAndRun(35);
        world.pass(Duration.ofMinutes(1));

        world.backfill(schedule, "00:00", "00:40", Optional.empty());
        world.run();

        assertThat(world.executions()).isEqualTo(due(schedule, "00:00", "00:10", "00:20", "00:30", "00:40"));
        assertThat(world.history(schedule).counts().started()).isEqualTo(5);
    }

    @Test
    void a_backfill_heeds_the_policy_or_the_one_that_it_is_given() {
        ScheduleId schedule = world.create("0 * * * *", Overlap.SKIP);
        world.pass(Duration.ofHours(10));
        world.control.pause(CALLER, schedule, Optional.empty());

        world.backfill(schedule, "01:00", "04:00", Optional.empty());
        world.run();
        assertThat(world.executions()).isEqualTo(due(schedule, "01:00"));
        assertThat(world.history(schedule).counts().skipped()).isEqualTo(2);

        world.backfill(schedule, "04:00", "06:00", Optional.of(Overlap.QUEUE));
        world.run();
        assertThat(world.executions()).isEqualTo(due(schedule, "01:00"));
        world.endLive();
        world.passAndRun(1);
        assertThat(world.live()).isEqualTo(due(schedule, "04:00"));
        world.endLive();
        world.passAndRun(1);
        assertThat(world.live()).isEqualTo(due(schedule, "05:00"));
    }

    @Test
    void a_thousand_due_times_are_done_in_one_run() {
        ScheduleId schedule = world.create("* * * * *", Overlap.ALLOW);
        world.pass(Duration.ofHours(20));
        world.control.pause(CALLER, schedule, Optional.empty());

        world.backfill(schedule, "00:00", "16:40", Optional.empty());
        world.run();

        assertThat(world.executions()).hasSize(1_000);
        assertThat(world.history(schedule).counts().started()).isEqualTo(1_000);
    }

    @Test
    void a_pause_ends_a_backfill() {
        ScheduleId schedule = world.create("0 * * * *", Overlap.QUEUE);
        world.pass(Duration.ofHours(10));
        world.control.pause(CALLER, schedule, Optional.empty());
        world.backfill(schedule, "01:00", "04:00", Optional.empty());
        world.run();

        world.control.pause(CALLER, schedule, Optional.empty());
        world.settle();

        assertThat(world.executions()).isEqualTo(due(schedule, "01:00"));
    }

    @Test
    void a_span_without_due_times_or_with_too_many_or_of_the_future_is_refused() {
        ScheduleId schedule = world.create("* * * * *", Overlap.ALLOW);
        world.pass(Duration.ofHours(20));

        assertThatThrownBy(() -> world.backfill(schedule, "00:00", "16:41", Optional.empty()))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> world.backfill(schedule, "02:00", "01:00", Optional.empty()))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> world.backfill(schedule, "20:00", "20:30", Optional.empty()))
                .isInstanceOf(Refusal.class);
    }
}
