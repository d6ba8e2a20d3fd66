package dev.lockstep.functions.schedules;

import dev.lockstep.adapters.http.BodyTimes;
import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.PathIds;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Fields;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.schedule.Cron;
import dev.lockstep.engine.schedule.Overlap;
import dev.lockstep.engine.schedule.ScheduleSpec;
import dev.lockstep.engine.schedule.Timetable;
import dev.lockstep.engine.usecases.Schedules;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads what a caller wants a schedule to be, and notes all that is wrong with it at once. */
final class ScheduleBody {
    private static final int DEFAULT_CATCH_UP = 3_600;

    /** The watchdog may be a few minutes late by itself, and nothing is to be missed for that. */
    private static final int LEAST_CATCH_UP = 300;

    private static final int MOST_CATCH_UP = 31 * 86_400;

    /** Takes the place of what could not be read, until the call is refused for it. */
    private static final Cron ANY_CRON = Cron.DAILY;

    private ScheduleBody() {}

    /** Checks what only the workflow can tell. */
    @FunctionalInterface
    interface WorkflowCheck {
        void check(WorkflowId workflow, Optional<Integer> version, JsonNode input, Faults faults);
    }

    static Schedules.Definition read(HttpRequest request, Instant now, WorkflowCheck workflowCheck) {
        return request.fields((body, faults) -> {
            WorkflowId workflow = new WorkflowId(required(body, "workflow_id", 64));
            Cron cron = cron(required(body, "cron", 256), faults);
            ZoneId zone = Timetable.zone(body.text("timezone", 64).orElse("UTC"), "timezone", faults);
            Optional<String> name = body.text("name", 256);
            JsonNode input = body.object("input").orElse(Json.object());
            Optional<Integer> version = body.integer("version", 1, Integer.MAX_VALUE);
            Optional<Overlap> overlap = overlap(body, faults);
            Optional<Integer> catchUp = body.integer("catch_up_seconds", LEAST_CATCH_UP, MOST_CATCH_UP);
            Optional<Instant> startsAt = BodyTimes.read(body, "starts_at", faults);
            Optional<Instant> endsAt = BodyTimes.read(body, "ends_at", faults);
            Optional<Boolean> paused = body.truth("paused");
            checkEnd(startsAt, endsAt, now, faults);
            checkWorkflow(workflow, version, input, workflowCheck, faults);
            ScheduleSpec spec = new ScheduleSpec(
                    name,
                    workflow,
                    version,
                    new Timetable(cron, zone, startsAt, endsAt),
                    overlap.orElse(Overlap.SKIP),
                    Duration.ofSeconds(catchUp.orElse(DEFAULT_CATCH_UP)));
            return new Schedules.Definition(spec, input, paused);
        });
    }

    /** Empty text where it is missing or wrong, which is noted. */
    private static String required(Fields body, String field, int most) {
        body.require(field);
        return body.text(field, most).orElse("");
    }

    private static Cron cron(String text, Faults faults) {
        return text.isEmpty() ? ANY_CRON : Cron.parse(text, "cron", faults).orElse(ANY_CRON);
    }

    static Optional<Overlap> overlap(Fields body, Faults faults) {
        Optional<String> text = body.text("overlap", 16);
        for (Overlap overlap : Overlap.values()) {
            if (text.equals(Optional.of(overlap.name().toLowerCase(Locale.ROOT)))) {
                return Optional.of(overlap);
            }
        }
        text.ifPresent(unknown -> faults.add(body.at("overlap"), "must be skip, queue or allow"));
        return Optional.empty();
    }

    private static void checkEnd(Optional<Instant> startsAt, Optional<Instant> endsAt, Instant now, Faults faults) {
        if (endsAt.isPresent() && !endsAt.get().isAfter(now)) {
            faults.add("ends_at", "is in the past");
        } else if (endsAt.isPresent() && startsAt.isPresent() && !endsAt.get().isAfter(startsAt.get())) {
            faults.add("ends_at", "must be after starts_at");
        }
    }

    private static void checkWorkflow(
            WorkflowId workflow,
            Optional<Integer> version,
            JsonNode input,
            WorkflowCheck workflowCheck,
            Faults faults) {
        if (PathIds.isWorkflow(workflow.value())) {
            workflowCheck.check(workflow, version, input, faults);
        } else if (!workflow.value().isEmpty()) {
            faults.add("workflow_id", "there is no workflow " + workflow);
        }
    }
}
