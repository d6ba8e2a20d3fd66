package dev.lockstep.engine.usecases;

import static dev.lockstep.engine.usecases.ScheduleWorld.CALLER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.ports.PageRequest;
import dev.lockstep.engine.schedule.History;
import dev.lockstep.engine.schedule.Overlap;
import dev.lockstep.engine.schedule.ScheduleId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The watchdog is interrupted at each call that it makes, one after another. */
class InterruptedScheduleTest {
    private static final String EVERY_TEN_MINUTES = "*/10 * * * *";

    private ScheduleWorld world = new ScheduleWorld();

    /** Interrupts a run in which four due times are found, at each call of a port in turn. */
    private void atEachCall(Overlap overlap, BiConsumer<ScheduleId, Integer> interruption, Runnable check) {
        int call = 1;
        AtomicBoolean reached = new AtomicBoolean(true);
        while (reached.getAndSet(false)) {
            world = new ScheduleWorld();
            ScheduleId schedule = world.create(EVERY_TEN_MINUTES, overlap);
            world.pass(Duration.ofMinutes(35));
            int number = call++;
            world.interrupt(number, () -> {
                reached.set(true);
                interruption.accept(schedule, number);
            });
            world.run();
            assertThat(world.live()).hasSizeLessThanOrEqualTo(overlap == Overlap.ALLOW ? 4 : 1);
            world.interrupt(-1, () -> {});
            world.settle();
            check.run();
            assertAccounted(schedule);
        }
        assertThat(call).isGreaterThan(8);
    }

    /** What is recorded of the schedule is just what there is. */
    private void assertAccounted(ScheduleId schedule) {
        History history = world.history(schedule);
        assertThat(world.read(schedule).progress().waiting()).isEmpty();
        assertThat(history.counts().started()).isEqualTo(world.executions().size());
        assertThat(history.executions().stream().map(History.Started::execution))
                .containsExactlyInAnyOrderElementsOf(world.executions());
    }

    private void assertAllFour(Overlap overlap) {
        // Of those that may not overlap, a later one may be started where an end came between.
        assertThat(world.executions().size()).isBetween(overlap == Overlap.SKIP ? 1 : 4, 4);
    }

    @ParameterizedTest
    @EnumSource(Overlap.class)
    void wherever_the_watchdog_crashes_each_due_time_is_started_exactly_once(Overlap overlap) {
        atEachCall(
                overlap,
                (schedule, call) -> {
                    throw new ScheduleWorld.Crash();
                },
                () -> assertAllFour(overlap));
    }

    @ParameterizedTest
    @EnumSource(Overlap.class)
    void two_watchdogs_at_once_start_each_due_time_exactly_once(Overlap overlap) {
        atEachCall(overlap, (schedule, call) -> world.run(), () -> assertAllFour(overlap));
    }

    @ParameterizedTest
    @EnumSource(Overlap.class)
    void one_watchdog_crashing_within_another_does_no_harm(Overlap overlap) {
        for (int inner = 1; inner < 20; inner++) {
            int innerCall = inner;
            atEachCall(
                    overlap,
                    (schedule, call) -> {
                        world.interrupt(innerCall, () -> {
                            throw new ScheduleWorld.Crash();
                        });
                        world.run();
                        world.interrupt(-1, () -> {});
                    },
                    () -> assertAllFour(overlap));
        }
    }

    @ParameterizedTest
    @EnumSource(Overlap.class)
    void a_definition_that_comes_between_loses_nothing(Overlap overlap) {
        atEachCall(
                overlap,
                (schedule, call) ->
                        world.schedules.replace(CALLER, schedule, ScheduleWorld.definition(EVERY_TEN_MINUTES, overlap)),
                () -> assertAllFour(overlap));
    }

    @ParameterizedTest
    @EnumSource(Overlap.class)
    void a_pause_that_comes_between_leaves_nothing_in_doubt(Overlap overlap) {
        atEachCall(
                overlap,
                (schedule, call) -> {
                    world.control.pause(CALLER, schedule, Optional.empty());
                    if (call % 2 == 0) {
                        world.run();
                        world.control.resume(CALLER, schedule);
                    }
                },
                () -> world.schedules
                        .list(CALLER, new PageRequest(1, Optional.empty()))
                        .items()
                        .forEach(schedule -> {
                            world.control.resume(CALLER, schedule.key().id());
                            world.settle();
                        }));
    }

    @ParameterizedTest
    @EnumSource(Overlap.class)
    void a_deletion_that_comes_between_ends_it(Overlap overlap) {
        int call = 1;
        boolean reached = true;
        while (reached) {
            world = new ScheduleWorld();
            ScheduleId schedule = world.create(EVERY_TEN_MINUTES, overlap);
            world.pass(Duration.ofMinutes(35));
            world.interrupt(call++, () -> world.schedules.delete(CALLER, schedule));
            world.run();
            reached = world.wasInterrupted();
            int started = world.executions().size();
            world.settle();
            assertThat(world.executions())
                    .hasSize(reached ? started : world.executions().size());
        }
    }

    @ParameterizedTest
    @EnumSource(Overlap.class)
    void wherever_a_backfill_crashes_each_due_time_is_started_exactly_once(Overlap overlap) {
        int call = 1;
        boolean reached = true;
        while (reached) {
            world = new ScheduleWorld();
            ScheduleId schedule = world.create("0 * * * *", overlap);
            world.pass(Duration.ofHours(10));
            world.control.pause(CALLER, schedule, Optional.empty());
            world.backfill(schedule, "01:00", "05:00", Optional.empty());
            world.interrupt(call++, () -> {
                throw new ScheduleWorld.Crash();
            });
            world.run();
            reached = world.wasInterrupted();
            world.interrupt(-1, () -> {});
            world.settle();

            assertAllFour(overlap);
            assertAccounted(schedule);
        }
    }
}
