package dev.lockstep.engine.usecases;

import static dev.lockstep.engine.usecases.ScheduleWorld.CALLER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.PlanFixtures;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.ports.PageRequest;
import dev.lockstep.engine.schedule.History;
import dev.lockstep.engine.schedule.History.NotStarted;
import dev.lockstep.engine.schedule.History.Reason;
import dev.lockstep.engine.schedule.Overlap;
import dev.lockstep.engine.schedule.Schedule;
import dev.lockstep.engine.schedule.ScheduleId;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/** It is five past midnight when schedules are made. */
class StartDueTest {
    private static final String EVERY_TEN_MINUTES = "*/10 * * * *";

    private ScheduleWorld world = new ScheduleWorld();

    private static Instant at(String time) {
        return Instant.parse("2026-01-01T" + time + ":00Z");
    }

    private static List<ExecutionId> due(ScheduleId schedule, String... times) {
        return Arrays.stream(times)
                .map(time -> DueExecution.id(schedule, at(time)))
                .toList();
    }

    private History history(ScheduleId schedule) {
        return world.read(schedule).progress().history();
    }

    private void passAndRun(int minutes) {
        world.pass(Duration.ofMinutes(minutes));
        world.run();
    }

    private ControlSchedule.Accepted backfill(ScheduleId schedule, String from, String to, Optional<Overlap> overlap) {
        return world.control.backfill(
                CALLER, schedule, new ControlSchedule.Span(at(from), at(to), overlap), Optional.empty());
    }

    @Test
    void nothing_is_started_before_it_is_due_and_all_that_is_due_is() {
        ScheduleId schedule = world.create(EVERY_TEN_MINUTES, Overlap.ALLOW);

        passAndRun(4);
        assertThat(world.executions()).isEmpty();

        passAndRun(1);
        passAndRun(25);
        assertThat(world.executions()).isEqualTo(due(schedule, "00:10", "00:20", "00:30"));
        assertThat(history(schedule).counts()).isEqualTo(new History.Counts(3, 0, 0, 0));
        assertThat(history(schedule).lastDue()).contains(at("00:30"));
        assertThat(world.read(schedule).progress().next()).contains(at("00:40"));
        assertThat(world.read(schedule).wakeAt()).contains(at("00:40"));
    }

    @Test
    void an_execution_tells_which_due_time_of_which_schedule_it_is() {
        ScheduleId schedule = world.create(EVERY_TEN_MINUTES, Overlap.ALLOW);
        passAndRun(5);

        ExecutionId id = world.executions().getFirst();

        assertThat(id.value()).matches("ex-[0-7][0-9a-hjkmnp-tv-z]{25}");
        assertThat(world.executions.read(id).orElseThrow().execution().tags().correlationId())
                .contains(schedule + "/2026-01-01T00:10:00Z");
    }

    @Test
    void a_due_time_is_skipped_while_the_previous_execution_is_under_way() {
        ScheduleId schedule = world.create(EVERY_TEN_MINUTES, Overlap.SKIP);

        passAndRun(5);
        passAndRun(10);
        world.endLive();
        passAndRun(10);

        assertThat(world.executions()).isEqualTo(due(schedule, "00:10", "00:30"));
        assertThat(history(schedule).counts()).isEqualTo(new History.Counts(2, 1, 0, 0));
        assertThat(history(schedule).notStarted())
                .containsExactly(new NotStarted(at("00:20"), Reason.OVERLAP, Optional.empty()));
    }

    @Test
    void a_due_time_waits_until_the_previous_execution_has_ended() {
        ScheduleId schedule = world.create(EVERY_TEN_MINUTES, Overlap.QUEUE);

        passAndRun(25);
        assertThat(world.executions()).isEqualTo(due(schedule, "00:10"));
        assertThat(world.read(schedule).progress().waiting()).hasSize(2);

        world.endLive();
        passAndRun(1);
        assertThat(world.live()).isEqualTo(due(schedule, "00:20"));

        world.endLive();
        passAndRun(1);
        assertThat(world.live()).isEqualTo(due(schedule, "00:30"));
        assertThat(history(schedule).counts()).isEqualTo(new History.Counts(3, 0, 0, 0));
    }

    @Test
    void no_more_wait_than_a_hundred() {
        ScheduleId schedule = world.create("* * * * *", Overlap.QUEUE);
        for (int i = 0; i < 4; i++) {
            passAndRun(30);
        }

        assertThat(world.read(schedule).progress().waiting()).hasSize(100);
        assertThat(history(schedule).counts()).isEqualTo(new History.Counts(1, 19, 0, 0));
        assertThat(history(schedule).notStarted())
                .hasSize(10)
                .extracting(NotStarted::reason)
                .containsOnly(Reason.QUEUE_FULL);
    }

    @Test
    void what_is_found_too_late_is_recorded_as_missed() {
        ScheduleId schedule = world.create(EVERY_TEN_MINUTES, Overlap.ALLOW);

        passAndRun(90);

        assertThat(world.executions()).isEqualTo(due(schedule, "00:40", "00:50", "01:00", "01:10", "01:20", "01:30"));
        assertThat(history(schedule).counts()).isEqualTo(new History.Counts(6, 0, 3, 0));
        assertThat(history(schedule).notStarted())
                .extracting(NotStarted::reason)
                .containsOnly(Reason.MISSED);
    }

    @Test
    void of_what_was_missed_together_the_first_is_started_where_they_may_not_overlap() {
        ScheduleId schedule = world.create(EVERY_TEN_MINUTES, Overlap.SKIP);

        passAndRun(35);

        assertThat(world.executions()).isEqualTo(due(schedule, "00:10"));
        assertThat(history(schedule).counts()).isEqualTo(new History.Counts(1, 3, 0, 0));
    }

    /** Lets the world go on without further interruptions until there is nothing left to do but to wait for the next due time. */
    private void settle() {
        for (int i = 0; i < 10; i++) {
            world.endLive();
            world.pass(Duration.ofSeconds(2));
            world.run();
            assertThat(world.live()).hasSizeLessThanOrEqualTo(4);
        }
        world.endLive();
    }

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
            world.interrupt(-1, () -> {});
            settle();
            check.run();
            assertAccounted(schedule);
        }
        assertThat(call).isGreaterThan(8);
    }

    /** What is recorded of the schedule is just what there is. */
    private void assertAccounted(ScheduleId schedule) {
        History history = history(schedule);
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
                            settle();
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
            settle();
            assertThat(world.executions())
                    .hasSize(reached ? started : world.executions().size());
        }
    }

    @Test
    void a_schedule_of_a_deleted_workflow_pauses_itself_and_says_why() {
        ScheduleId schedule = world.create(EVERY_TEN_MINUTES, Overlap.ALLOW);
        world.deleteWorkflow();

        passAndRun(5);

        Schedule paused = world.read(schedule);
        assertThat(paused.paused().orElseThrow().by()).isEmpty();
        assertThat(paused.paused().orElseThrow().reason()).contains("there is no workflow " + ScheduleWorld.WORKFLOW);
        assertThat(paused.wakeAt()).isEmpty();
        assertThat(history(schedule).counts()).isEqualTo(new History.Counts(0, 0, 0, 1));
    }

    @Test
    void a_start_that_the_workflow_refuses_is_recorded_and_the_next_is_tried() {
        ScheduleId schedule = world.create(EVERY_TEN_MINUTES, Overlap.SKIP);
        ObjectNode picky = (ObjectNode) Json.toTree(PlanFixtures.plan("b"));
        picky.set("input_schema", Json.read("{\"required\":[\"x\"]}"));
        world.register(2, Json.fromTree(picky, Plan.class));
        passAndRun(5);
        world.register(3, PlanFixtures.plan("b"));
        passAndRun(10);

        assertThat(world.executions()).isEqualTo(due(schedule, "00:20"));
        assertThat(history(schedule).counts()).isEqualTo(new History.Counts(1, 0, 0, 1));
        assertThat(history(schedule).notStarted().getFirst().detail().orElseThrow())
                .startsWith("the input does not match the workflow's input schema: input");
    }

    @Test
    void a_paused_schedule_starts_nothing_and_goes_on_with_what_comes_after_it() {
        ScheduleId schedule = world.create(EVERY_TEN_MINUTES, Overlap.ALLOW);
        world.control.pause(CALLER, schedule, Optional.of("look into it"));
        passAndRun(20);
        assertThat(world.executions()).isEmpty();

        world.control.resume(CALLER, schedule);
        world.run();
        passAndRun(5);

        assertThat(world.executions()).isEqualTo(due(schedule, "00:30"));
    }

    @Test
    void what_waits_is_held_by_a_pause_and_started_after_it() {
        ScheduleId schedule = world.create(EVERY_TEN_MINUTES, Overlap.QUEUE);
        passAndRun(15);
        world.control.pause(CALLER, schedule, Optional.empty());
        world.endLive();
        passAndRun(1);
        assertThat(world.live()).isEmpty();

        world.control.resume(CALLER, schedule);
        world.run();

        assertThat(world.live()).isEqualTo(due(schedule, "00:20"));
    }

    @Test
    void a_schedule_can_begin_paused() {
        ScheduleId schedule = world.schedules.create(
                CALLER,
                ScheduleWorld.definition(EVERY_TEN_MINUTES, Overlap.ALLOW, Optional.of(true)),
                Optional.empty());
        passAndRun(60);
        assertThat(world.executions()).isEmpty();

        world.schedules.replace(CALLER, schedule, ScheduleWorld.definition(EVERY_TEN_MINUTES, Overlap.ALLOW));
        passAndRun(60);
        assertThat(world.executions()).isEmpty();

        world.schedules.replace(
                CALLER, schedule, ScheduleWorld.definition(EVERY_TEN_MINUTES, Overlap.ALLOW, Optional.of(false)));
        passAndRun(10);
        assertThat(world.executions()).isEqualTo(due(schedule, "02:10"));
    }

    @Test
    void another_cron_counts_from_when_it_is_given() {
        ScheduleId schedule = world.create(EVERY_TEN_MINUTES, Overlap.ALLOW);
        world.schedules.replace(CALLER, schedule, ScheduleWorld.definition("7 * * * *", Overlap.ALLOW));

        passAndRun(15);
        passAndRun(50);

        assertThat(world.executions()).isEqualTo(due(schedule, "00:07", "01:07"));
    }

    @Test
    void a_backfill_starts_each_due_time_of_its_span_though_the_schedule_is_paused() {
        ScheduleId schedule = world.create("0 * * * *", Overlap.ALLOW);
        world.pass(Duration.ofHours(10));
        world.control.pause(CALLER, schedule, Optional.empty());

        ControlSchedule.Accepted accepted = backfill(schedule, "02:00", "05:00", Optional.empty());
        world.run();

        assertThat(accepted.dueTimes()).isEqualTo(3);
        assertThat(world.executions()).isEqualTo(due(schedule, "02:00", "03:00", "04:00"));
        assertThat(history(schedule).counts().started()).isEqualTo(3);
        assertThat(world.read(schedule).progress().backfills()).isEmpty();
        assertThat(world.read(schedule).wakeAt()).isEmpty();
    }

    @Test
    void a_backfill_of_what_was_started_starts_nothing() {
        ScheduleId schedule = world.create(EVERY_TEN_MINUTES, Overlap.ALLOW);
        passAndRun(35);
        world.pass(Duration.ofMinutes(1));

        backfill(schedule, "00:00", "00:40", Optional.empty());
        world.run();

        assertThat(world.executions()).isEqualTo(due(schedule, "00:00", "00:10", "00:20", "00:30", "00:40"));
        assertThat(history(schedule).counts().started()).isEqualTo(5);
    }

    @Test
    void a_backfill_heeds_the_policy_or_the_one_that_it_is_given() {
        ScheduleId schedule = world.create("0 * * * *", Overlap.SKIP);
        world.pass(Duration.ofHours(10));
        world.control.pause(CALLER, schedule, Optional.empty());

        backfill(schedule, "01:00", "04:00", Optional.empty());
        world.run();
        assertThat(world.executions()).isEqualTo(due(schedule, "01:00"));
        assertThat(history(schedule).counts().skipped()).isEqualTo(2);

        backfill(schedule, "04:00", "06:00", Optional.of(Overlap.QUEUE));
        world.run();
        assertThat(world.executions()).isEqualTo(due(schedule, "01:00"));
        world.endLive();
        passAndRun(1);
        assertThat(world.live()).isEqualTo(due(schedule, "04:00"));
        world.endLive();
        passAndRun(1);
        assertThat(world.live()).isEqualTo(due(schedule, "05:00"));
    }

    @Test
    void a_thousand_due_times_are_done_in_one_run() {
        ScheduleId schedule = world.create("* * * * *", Overlap.ALLOW);
        world.pass(Duration.ofHours(20));
        world.control.pause(CALLER, schedule, Optional.empty());

        backfill(schedule, "00:00", "16:40", Optional.empty());
        world.run();

        assertThat(world.executions()).hasSize(1_000);
        assertThat(history(schedule).counts().started()).isEqualTo(1_000);
    }

    @Test
    void a_pause_ends_a_backfill() {
        ScheduleId schedule = world.create("0 * * * *", Overlap.QUEUE);
        world.pass(Duration.ofHours(10));
        world.control.pause(CALLER, schedule, Optional.empty());
        backfill(schedule, "01:00", "04:00", Optional.empty());
        world.run();

        world.control.pause(CALLER, schedule, Optional.empty());
        settle();

        assertThat(world.executions()).isEqualTo(due(schedule, "01:00"));
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
            backfill(schedule, "01:00", "05:00", Optional.empty());
            world.interrupt(call++, () -> {
                throw new ScheduleWorld.Crash();
            });
            world.run();
            reached = world.wasInterrupted();
            world.interrupt(-1, () -> {});
            settle();

            assertAllFour(overlap);
            assertAccounted(schedule);
        }
    }

    @Test
    void a_span_without_due_times_or_with_too_many_or_of_the_future_is_refused() {
        ScheduleId schedule = world.create("* * * * *", Overlap.ALLOW);
        world.pass(Duration.ofHours(20));

        assertThatThrownBy(() -> backfill(schedule, "00:00", "16:41", Optional.empty()))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> backfill(schedule, "02:00", "01:00", Optional.empty()))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> backfill(schedule, "20:00", "20:30", Optional.empty()))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void a_repeated_key_makes_one_schedule() {
        Optional<IdempotencyKey> key = Optional.of(new IdempotencyKey("k", "f"));
        Schedules.Definition definition = ScheduleWorld.definition(EVERY_TEN_MINUTES, Overlap.ALLOW);

        ScheduleId first = world.schedules.create(CALLER, definition, key);

        assertThat(world.schedules.create(CALLER, definition, key)).isEqualTo(first);
    }
}
