package dev.lockstep.engine.ports;

import static dev.lockstep.engine.ports.Samples.NOW;
import static dev.lockstep.engine.ports.Samples.OTHER_WORKSPACE;
import static dev.lockstep.engine.ports.Samples.WORKFLOW;
import static dev.lockstep.engine.ports.Samples.WORKSPACE;
import static dev.lockstep.engine.ports.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.ports.memory.SequentialIds;
import dev.lockstep.engine.schedule.Backfill;
import dev.lockstep.engine.schedule.Changes;
import dev.lockstep.engine.schedule.Cron;
import dev.lockstep.engine.schedule.Due;
import dev.lockstep.engine.schedule.MalformedCron;
import dev.lockstep.engine.schedule.Overlap;
import dev.lockstep.engine.schedule.Pause;
import dev.lockstep.engine.schedule.Schedule;
import dev.lockstep.engine.schedule.ScheduleId;
import dev.lockstep.engine.schedule.ScheduleKey;
import dev.lockstep.engine.schedule.ScheduleSpec;
import dev.lockstep.engine.schedule.StartOutcome;
import dev.lockstep.engine.schedule.Timetable;
import dev.lockstep.engine.schedule.Turn;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of schedules must do. */
public abstract class ScheduleStoreContract {
    /** The samples' now is at noon. */
    private static final Instant NEXT = Instant.parse("2026-03-01T13:00:00Z");

    private final Ids ids = new SequentialIds();

    protected abstract ScheduleStore schedules();

    protected abstract ScheduleWakes wakes();

    private static ScheduleSpec spec(Optional<String> name, Optional<Instant> bound) {
        try {
            return new ScheduleSpec(
                    name,
                    WORKFLOW,
                    name.map(String::length),
                    new Timetable(
                            Cron.parse("0 * * * *"),
                            ZoneId.of("Europe/Berlin"),
                            bound,
                            bound.map(at -> at.plusSeconds(86_400))),
                    Overlap.QUEUE,
                    Duration.ofMinutes(90));
        } catch (MalformedCron e) {
            throw new AssertionError(e);
        }
    }

    private static ScheduleSpec spec() {
        return spec(Optional.empty(), Optional.empty());
    }

    private Schedule added(Workspace workspace) {
        ScheduleKey key = new ScheduleKey(workspace, new ScheduleId("sch-" + ids.ulid()));
        Schedule schedule = Schedule.create(key, spec(), NOW, Optional.empty());
        assertThat(schedules().add(schedule, text("hello"))).isTrue();
        return schedule;
    }

    private Schedule added() {
        return added(WORKSPACE);
    }

    private static Schedule paused(Schedule schedule) {
        return Changes.pause(schedule, new Pause(NOW, Optional.of("key-1"), Optional.of("grüße")));
    }

    private List<ScheduleKey> due(Instant by) {
        return IntStream.range(0, wakes().shards())
                .boxed()
                .flatMap(shard -> wakes().due(shard, by, 1_000).stream())
                .toList();
    }

    @Test
    void a_schedule_is_found_as_it_was_added_with_its_input() {
        Schedule schedule = added();

        assertThat(schedules().find(schedule.key())).contains(schedule);
        assertThat(schedules().input(schedule)).contains(text("hello"));
        assertThat(schedules()
                        .find(new ScheduleKey(OTHER_WORKSPACE, schedule.key().id())))
                .isEmpty();
    }

    @Test
    void all_that_a_schedule_has_is_found_as_it_was_written() {
        Schedule schedule = added();
        Schedule full = Changes.define(schedule, spec(Optional.of("näme"), Optional.of(NOW.plusNanos(1))), NOW);
        Backfill backfill = new Backfill("bf-1", schedule.spec().timetable(), NOW, NEXT, Overlap.ALLOW);
        full = Changes.backfill(full, backfill, NOW);
        full = Turn.take(full, NEXT.plusSeconds(3_600), false).orElseThrow();
        Due due = full.progress().waiting().getFirst();
        Due other = full.progress().waiting().getLast();
        full = Turn.record(
                full,
                List.of(
                        new StartOutcome.Started(due, new ExecutionId("ex-1"), due.takenAt()),
                        new StartOutcome.Gone(other, "there is no workflow")),
                NEXT);

        Schedule written = schedules().write(full, text("other")).orElseThrow();

        assertThat(written).isEqualTo(full.written());
        assertThat(schedules().find(schedule.key())).contains(written);
        assertThat(written.progress().history().counts().failed()).isEqualTo(1);
    }

    @Test
    void a_schedule_is_added_once() {
        Schedule schedule = added();

        assertThat(schedules().add(paused(schedule), text("other"))).isFalse();

        assertThat(schedules().find(schedule.key())).contains(schedule);
        assertThat(schedules().input(schedule)).contains(text("hello"));
    }

    @Test
    void pages_give_each_schedule_once_the_newest_first_and_none_of_another_workspace() {
        List<Schedule> added = List.of(added(), added(), added());
        added(OTHER_WORKSPACE);

        Page<Schedule> first = schedules().list(WORKSPACE, new PageRequest(2, Optional.empty()));
        Page<Schedule> second = schedules().list(WORKSPACE, new PageRequest(2, first.next()));

        assertThat(first.items()).containsExactly(added.get(2), added.get(1));
        assertThat(second.items()).containsExactly(added.get(0));
        assertThat(second.next()).isEmpty();
    }

    @Test
    void a_change_is_written_to_the_revision_that_it_was_made_on_and_to_no_other() {
        Schedule schedule = added();

        Schedule written = schedules().write(paused(schedule)).orElseThrow();

        assertThat(written).isEqualTo(paused(schedule).written());
        assertThat(schedules().write(paused(schedule))).isEmpty();
        assertThat(schedules().write(Changes.resume(written, NOW))).isPresent();
    }

    @Test
    void of_many_changes_exactly_one_is_written() {
        Schedule schedule = added();

        List<Boolean> won = Race.of(
                Race.RUNNERS,
                i -> schedules()
                        .write(
                                Changes.define(schedule, spec(Optional.of("name " + i), Optional.empty()), NOW),
                                text(""))
                        .isPresent());

        assertThat(won).containsOnlyOnce(true);
        assertThat(schedules().find(schedule.key()).orElseThrow().revision()).isEqualTo(2);
    }

    @Test
    void of_many_equal_changes_exactly_one_is_written() {
        Schedule schedule = added();

        assertThat(Race.of(
                        Race.RUNNERS, i -> schedules().write(paused(schedule)).isPresent()))
                .containsOnlyOnce(true);
    }

    @Test
    void each_edition_has_its_own_input() {
        Schedule schedule = added();

        Schedule defined = schedules()
                .write(Changes.define(schedule, spec(), NOW), text("other"))
                .orElseThrow();

        assertThat(schedules().input(schedule)).isEmpty();
        assertThat(schedules().input(defined)).contains(text("other"));
        assertThat(schedules().write(Changes.define(schedule, spec(), NOW), text("late")))
                .isEmpty();
        assertThat(schedules().input(defined)).contains(text("other"));
    }

    @Test
    void a_deleted_schedule_is_neither_found_nor_listed_nor_due_nor_written() {
        Schedule schedule = added();

        assertThat(schedules().delete(schedule.key())).isTrue();

        assertThat(schedules().find(schedule.key())).isEmpty();
        assertThat(schedules().input(schedule)).isEmpty();
        assertThat(schedules()
                        .list(WORKSPACE, new PageRequest(10, Optional.empty()))
                        .items())
                .isEmpty();
        assertThat(due(Instant.MAX)).isEmpty();
        assertThat(schedules().write(paused(schedule))).isEmpty();
        assertThat(schedules().write(Changes.define(schedule, spec(), NOW), text("")))
                .isEmpty();
        assertThat(schedules().delete(schedule.key())).isFalse();
    }

    @Test
    void a_schedule_is_due_from_its_wake_on_in_exactly_one_shard() {
        List<ScheduleKey> added = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            added.add(added().key());
        }

        assertThat(due(NEXT.minusMillis(1))).isEmpty();
        assertThat(due(NEXT)).containsExactlyInAnyOrderElementsOf(added);
    }

    @Test
    void what_is_paused_is_not_due_and_what_is_resumed_is() {
        Schedule schedule = added();

        Schedule paused = schedules().write(paused(schedule)).orElseThrow();
        assertThat(due(Instant.MAX)).isEmpty();

        schedules().write(Changes.resume(paused, NEXT));
        assertThat(due(NEXT)).isEmpty();
        assertThat(due(NEXT.plusSeconds(3_600))).containsExactly(schedule.key());
    }

    @Test
    void a_shard_gives_the_earliest_first_and_no_more_than_asked_for() {
        Schedule late = added();
        Schedule early = schedules()
                .write(Changes.backfill(
                        added(), new Backfill("bf-1", late.spec().timetable(), NOW, NEXT, Overlap.ALLOW), NOW))
                .orElseThrow();

        List<ScheduleKey> due = due(Instant.MAX);

        assertThat(due).containsExactlyInAnyOrder(late.key(), early.key());
        for (int shard = 0; shard < wakes().shards(); shard++) {
            assertThat(wakes().due(shard, Instant.MAX, 1)).hasSizeLessThanOrEqualTo(1);
            assertThat(wakes().due(shard, NOW.plusMillis(1), 10)).doesNotContain(late.key());
        }
    }

    @Test
    void an_id_of_no_proper_name_names_nothing() {
        added();

        for (String forged : List.of("", "#", "T#sch-1", "x".repeat(5_000), "日本")) {
            ScheduleKey key = new ScheduleKey(WORKSPACE, new ScheduleId(forged));
            assertThat(schedules().find(key)).isEmpty();
            assertThat(schedules().delete(key)).isFalse();
            assertThat(schedules()
                            .list(WORKSPACE, new PageRequest(10, Optional.of(forged)))
                            .next())
                    .isEmpty();
        }
    }
}
