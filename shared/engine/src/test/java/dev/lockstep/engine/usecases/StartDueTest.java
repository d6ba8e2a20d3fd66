package dev.lockstep.engine.usecases;

import static dev.lockstep.engine.usecases.ScheduleWorld.CALLER;
import static dev.lockstep.engine.usecases.ScheduleWorld.at;
import static dev.lockstep.engine.usecases.ScheduleWorld.due;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.PlanFixtures;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.schedule.History;
import dev.lockstep.engine.schedule.History.NotStarted;
import dev.lockstep.engine.schedule.History.Reason;
import dev.lockstep.engine.schedule.Overlap;
import dev.lockstep.engine.schedule.Schedule;
import dev.lockstep.engine.schedule.ScheduleId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** It is five past midnight when schedules are made. */
class StartDueTest {
    private static final String EVERY_TEN_MINUTES = "*/10 * * * *";

    private final ScheduleWorld world = new ScheduleWorld();

    @Test
    void nothing_is_started_before_it_is_due_and_all_that_is_due_is() {
        ScheduleId schedule = world.create(EVERY_TEN_MINUTES, Overlap.ALLOW);

        world.passAndRun(4);
        assertThat(world.executions()).isEmpty();

        world.passAndRun(1);
        world.passAndRun(25);
        assertThat(world.executions()).isEqualTo(due(schedule, "00:10", "00:20", "00:30"));
        assertThat(world.history(schedule).counts()).isEqualTo(new History.Counts(3, 0, 0, 0));
        assertThat(world.history(schedule).lastDue()).contains(at("00:30"));
        assertThat(world.read(schedule).progress().next()).contains(at("00:40"));
        assertThat(world.read(schedule).wakeAt()).contains(at("00:40"));
    }

    @Test
    void an_execution_tells_which_due_time_of_which_schedule_it_is() {
        ScheduleId schedule = world.create(EVERY_TEN_MINUTES, Overlap.ALLOW);
        world.passAndRun(5);

        ExecutionId id = world.executions().getFirst();

        assertThat(id.value()).matches("ex-[0-7][0-9a-hjkmnp-tv-z]{25}");
        assertThat(world.executions.read(id).orElseThrow().execution().tags().correlationId())
                .contains(schedule + "/2026-01-01T00:10:00Z");
    }

    @Test
    void a_due_time_is_skipped_while_the_previous_execution_is_under_way() {
        ScheduleId schedule = world.create(EVERY_TEN_MINUTES, Overlap.SKIP);

        world.passAndRun(5);
        world.passAndRun(10);
        world.endLive();
        world.passAndRun(10);

        assertThat(world.executions()).isEqualTo(due(schedule, "00:10", "00:30"));
        assertThat(world.history(schedule).counts()).isEqualTo(new History.Counts(2, 1, 0, 0));
        assertThat(world.history(schedule).notStarted())
                .containsExactly(new NotStarted(at("00:20"), Reason.OVERLAP, Optional.empty()));
    }

    @Test
    void a_due_time_waits_until_the_previous_execution_has_ended() {
        ScheduleId schedule = world.create(EVERY_TEN_MINUTES, Overlap.QUEUE);

        world.passAndRun(25);
        assertThat(world.executions()).isEqualTo(due(schedule, "00:10"));
        assertThat(world.read(schedule).progress().waiting()).hasSize(2);

        world.endLive();
        world.passAndRun(1);
        assertThat(world.live()).isEqualTo(due(schedule, "00:20"));

        world.endLive();
        world.passAndRun(1);
        assertThat(world.live()).isEqualTo(due(schedule, "00:30"));
        assertThat(world.history(schedule).counts()).isEqualTo(new History.Counts(3, 0, 0, 0));
    }

    @Test
    void no_more_wait_than_a_hundred() {
        ScheduleId schedule = world.create("* * * * *", Overlap.QUEUE);
        for (int i = 0; i < 4; i++) {
            world.passAndRun(30);
        }

        assertThat(world.read(schedule).progress().waiting()).hasSize(100);
        assertThat(world.history(schedule).counts()).isEqualTo(new History.Counts(1, 19, 0, 0));
        assertThat(world.history(schedule).notStarted())
                .hasSize(10)
                .extracting(NotStarted::reason)
                .containsOnly(Reason.QUEUE_FULL);
    }

    @Test
    void what_is_found_too_late_is_recorded_as_missed() {
        ScheduleId schedule = world.create(EVERY_TEN_MINUTES, Overlap.ALLOW);

        world.passAndRun(90);

        assertThat(world.executions()).isEqualTo(due(schedule, "00:40", "00:50", "01:00", "01:10", "01:20", "01:30"));
        assertThat(world.history(schedule).counts()).isEqualTo(new History.Counts(6, 0, 3, 0));
        assertThat(world.history(schedule).notStarted())
                .extracting(NotStarted::reason)
                .containsOnly(Reason.MISSED);
    }

    @Test
    void of_what_was_missed_together_the_first_is_started_where_they_may_not_overlap() {
        ScheduleId schedule = world.create(EVERY_TEN_MINUTES, Overlap.SKIP);

        world.passAndRun(35);

        assertThat(world.executions()).isEqualTo(due(schedule, "00:10"));
        assertThat(world.history(schedule).counts()).isEqualTo(new History.Counts(1, 3, 0, 0));
    }

    @Test
    void a_schedule_of_a_deleted_workflow_pauses_itself_and_says_why() {
        ScheduleId schedule = world.create(EVERY_TEN_MINUTES, Overlap.ALLOW);
        world.deleteWorkflow();

        world.passAndRun(5);

        Schedule paused = world.read(schedule);
        assertThat(paused.paused().orElseThrow().by()).isEmpty();
        assertThat(paused.paused().orElseThrow().reason()).contains("there is no workflow " + ScheduleWorld.WORKFLOW);
        assertThat(paused.wakeAt()).isEmpty();
        assertThat(world.history(schedule).counts()).isEqualTo(new History.Counts(0, 0, 0, 1));
    }

    @Test
    void a_start_that_the_workflow_refuses_is_recorded_and_the_next_is_tried() {
        ScheduleId schedule = world.create(EVERY_TEN_MINUTES, Overlap.SKIP);
        ObjectNode picky = (ObjectNode) Json.toTree(PlanFixtures.plan("b"));
        picky.set("input_schema", Json.read("{\"required\":[\"x\"]}"));
        world.register(2, Json.fromTree(picky, Plan.class));
        world.passAndRun(5);
        world.register(3, PlanFixtures.plan("b"));
        world.passAndRun(10);

        assertThat(world.executions()).isEqualTo(due(schedule, "00:20"));
        assertThat(world.history(schedule).counts()).isEqualTo(new History.Counts(1, 0, 0, 1));
        assertThat(world.history(schedule).notStarted().getFirst().detail().orElseThrow())
                .startsWith("the input does not match the workflow's input schema: input");
    }

    @Test
    void a_paused_schedule_starts_nothing_and_goes_on_with_what_comes_after_it() {
        ScheduleId schedule = world.create(EVERY_TEN_MINUTES, Overlap.ALLOW);
        world.control.pause(CALLER, schedule, Optional.of("look into it"));
        world.passAndRun(20);
        assertThat(world.executions()).isEmpty();

        world.control.resume(CALLER, schedule);
        world.run();
        world.passAndRun(5);

        assertThat(world.executions()).isEqualTo(due(schedule, "00:30"));
    }

    @Test
    void what_waits_is_held_by_a_pause_and_started_after_it() {
        ScheduleId schedule = world.create(EVERY_TEN_MINUTES, Overlap.QUEUE);
        world.passAndRun(15);
        world.control.pause(CALLER, schedule, Optional.empty());
        world.endLive();
        world.passAndRun(1);
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
        world.passAndRun(60);
        assertThat(world.executions()).isEmpty();

        world.schedules.replace(CALLER, schedule, ScheduleWorld.definition(EVERY_TEN_MINUTES, Overlap.ALLOW));
        world.passAndRun(60);
        assertThat(world.executions()).isEmpty();

        world.schedules.replace(
                CALLER, schedule, ScheduleWorld.definition(EVERY_TEN_MINUTES, Overlap.ALLOW, Optional.of(false)));
        world.passAndRun(10);
        assertThat(world.executions()).isEqualTo(due(schedule, "02:10"));
    }

    @Test
    void another_cron_counts_from_when_it_is_given() {
        ScheduleId schedule = world.create(EVERY_TEN_MINUTES, Overlap.ALLOW);
        world.schedules.replace(CALLER, schedule, ScheduleWorld.definition("7 * * * *", Overlap.ALLOW));

        world.passAndRun(15);
        world.passAndRun(50);

        assertThat(world.executions()).isEqualTo(due(schedule, "00:07", "01:07"));
    }

    @Test
    void a_repeated_key_makes_one_schedule() {
        Optional<IdempotencyKey> key = Optional.of(new IdempotencyKey("k", "f"));
        Schedules.Definition definition = ScheduleWorld.definition(EVERY_TEN_MINUTES, Overlap.ALLOW);

        ScheduleId first = world.schedules.create(CALLER, definition, key);

        assertThat(world.schedules.create(CALLER, definition, key)).isEqualTo(first);
    }
}
