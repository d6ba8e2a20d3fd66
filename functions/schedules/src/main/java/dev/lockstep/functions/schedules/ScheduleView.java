package dev.lockstep.functions.schedules;

import dev.lockstep.dialects.pipeline.Times;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.schedule.Backfill;
import dev.lockstep.engine.schedule.Due;
import dev.lockstep.engine.schedule.History;
import dev.lockstep.engine.schedule.History.Counts;
import dev.lockstep.engine.schedule.History.NotStarted;
import dev.lockstep.engine.schedule.Overlap;
import dev.lockstep.engine.schedule.Pause;
import dev.lockstep.engine.schedule.Schedule;
import dev.lockstep.engine.schedule.ScheduleSpec;
import dev.lockstep.engine.usecases.Schedules;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes schedules as answers show them. */
final class ScheduleView {
    private ScheduleView() {}

    static JsonNode of(Schedules.Found found) {
        return of(found.schedule()).set("input", found.input());
    }

    /** Without its input, which may be large. */
    static ObjectNode of(Schedule schedule) {
        ObjectNode view = Json.object().put("schedule_id", schedule.key().id().value());
        spec(view, schedule.spec());
        view.put("created_at", Times.format(schedule.createdAt()));
        view.put("status", status(schedule)).put("paused", schedule.isPaused());
        schedule.paused().ifPresent(pause -> pause(view, pause));
        schedule.progress().next().ifPresent(at -> view.put("next_at", Times.format(at)));
        History history = schedule.progress().history();
        history.lastDue().ifPresent(at -> view.put("last_due_at", Times.format(at)));
        counts(view.putObject("counts"), history.counts());
        ArrayNode executions = view.putArray("executions");
        history.executions()
                .forEach(started -> executions
                        .addObject()
                        .put("execution_id", started.execution().value())
                        .put("due_at", Times.format(started.dueAt())));
        ArrayNode notStarted = view.putArray("not_started");
        history.notStarted().forEach(left -> notStarted(notStarted.addObject(), left));
        ArrayNode waiting = view.putArray("waiting");
        schedule.progress().waiting().stream().map(Due::at).map(Times::format).forEach(waiting::add);
        ArrayNode backfills = view.putArray("backfills");
        schedule.progress().backfills().forEach(backfill -> backfill(backfills.addObject(), backfill));
        return view;
    }

    private static void spec(ObjectNode view, ScheduleSpec spec) {
        spec.name().ifPresent(name -> view.put("name", name));
        view.put("workflow_id", spec.workflow().value());
        spec.version().ifPresent(version -> view.put("version", version));
        view.put("cron", spec.timetable().cron().text());
        view.put("timezone", spec.timetable().zone().getId());
        view.put("overlap", text(spec.overlap()));
        view.put("catch_up_seconds", spec.catchUp().toSeconds());
        spec.timetable().startsAt().ifPresent(at -> view.put("starts_at", Times.format(at)));
        spec.timetable().endsAt().ifPresent(at -> view.put("ends_at", Times.format(at)));
    }

    private static String status(Schedule schedule) {
        if (schedule.isPaused()) {
            return "PAUSED";
        }
        return schedule.isOver() ? "ENDED" : "ACTIVE";
    }

    private static void pause(ObjectNode view, Pause pause) {
        view.put("paused_at", Times.format(pause.at()));
        pause.by().ifPresent(by -> view.put("paused_by", by));
        pause.reason().ifPresent(reason -> view.put("pause_reason", reason));
    }

    private static void counts(ObjectNode view, Counts counts) {
        view.put("started", counts.started())
                .put("skipped", counts.skipped())
                .put("missed", counts.missed())
                .put("failed", counts.failed());
    }

    private static void notStarted(ObjectNode view, NotStarted left) {
        view.put("due_at", Times.format(left.dueAt()))
                .put("reason", left.reason().name());
        left.detail().ifPresent(detail -> view.put("detail", detail));
    }

    private static void backfill(ObjectNode view, Backfill backfill) {
        view.put("backfill_id", backfill.id())
                .put("next_at", Times.format(backfill.next()))
                .put("to", Times.format(backfill.to()))
                .put("overlap", text(backfill.overlap()));
    }

    private static String text(Overlap overlap) {
        return overlap.name().toLowerCase(Locale.ROOT);
    }
}
