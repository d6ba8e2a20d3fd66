package dev.lockstep.dialects.conductor.schedule;

import dev.lockstep.dialects.conductor.Names;
import dev.lockstep.dialects.conductor.Reading;
import dev.lockstep.dialects.conductor.StartWorkflow;
import dev.lockstep.dialects.conductor.Validation;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.schedule.Cron;
import dev.lockstep.engine.schedule.Overlap;
import dev.lockstep.engine.schedule.ScheduleSpec;
import dev.lockstep.engine.schedule.Timetable;
import dev.lockstep.engine.usecases.Refusal;
import dev.lockstep.engine.usecases.Schedules;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is to be started when: Conductor's WorkflowSchedule.
 *
 * @param json as it was given, without what tells where it stands
 */
record WorkflowSchedule(ObjectNode json) {
    /** What schedules are marked with whose input is one of these. */
    static final String DIALECT = "conductor";

    private static final Duration CAUGHT_UP_ON = Duration.ofDays(31);

    /** The watchdog may be a few minutes late by itself, and nothing is to be missed for that. */
    private static final Duration LATE = Duration.ofMinutes(5);

    /**
     * Reads one as it is saved.
     *
     * @throws Refusal that lists every fault, where there is one
     */
    static WorkflowSchedule parse(JsonNode given) {
        if (!given.isObject()) {
            throw Validation.refusal("", "must be a schedule");
        }
        ObjectNode json = Reading.withoutNulls(given);
        WorkflowSchedule schedule = new WorkflowSchedule(json);
        Faults faults = new Faults();
        schedule.check(new Reading(json, "", faults));
        schedule.timetable(faults);
        Validation.check(faults);
        // Whatever is wrong with the request is told now, and not when it is due.
        schedule.request();
        return schedule;
    }

    private void check(Reading fields) {
        fields.name("name");
        fields.text("description");
        fields.any("cronSchedules").filter(list -> !list.isEmpty()).ifPresent(list -> {
            fields.fault("cronSchedules", "a schedule goes by its cronExpression alone: make one for each");
        });
        Optional<JsonNode> request = fields.object("startWorkflowRequest");
        if (request.isEmpty()) {
            fields.fault("startWorkflowRequest", "is required");
        }
        request.ifPresent(asked -> {
            Reading start = new Reading(asked, fields.at("startWorkflowRequest"), fields.faults());
            start.name("name");
            start.object("input");
            start.number("priority", 0, 99);
            start.any("idempotencyKey")
                    .ifPresent(key -> start.fault("idempotencyKey", "each due time is started once as it is"));
        });
    }

    private Timetable timetable(Faults faults) {
        Reading fields = new Reading(json, "", faults);
        String expression = fields.text("cronExpression").orElse("");
        Optional<Cron> cron = SpringCron.parse(expression, "cronExpression", faults);
        Optional<Instant> first = time(fields, "scheduleStartTime");
        Optional<Instant> last = time(fields, "scheduleEndTime");
        if (first.isPresent() && last.isPresent() && last.get().isBefore(first.get())) {
            fields.fault("scheduleEndTime", "must not be before scheduleStartTime");
        }
        return new Timetable(
                cron.orElse(Cron.DAILY),
                Timetable.zone(fields.text("zoneId").orElse("UTC"), fields.at("zoneId"), faults),
                first,
                // The last due time may be the end itself.
                last.map(end -> end.plusMillis(1)));
    }

    private static Optional<Instant> time(Reading fields, String field) {
        Optional<JsonNode> millis = fields.any(field);
        boolean isTime = millis.filter(value ->
                        value.canConvertToLong() && value.longValue() >= 0 && value.longValue() <= 253_402_300_799_999L)
                .isPresent();
        if (millis.isPresent() && !isTime) {
            fields.fault(field, "must be a time in milliseconds");
        }
        return isTime
                ? millis.map(JsonNode::longValue).filter(value -> value > 0).map(Instant::ofEpochMilli)
                : Optional.empty();
    }

    String name() {
        return json.path("name").asString("");
    }

    String workflowName() {
        return json.path("startWorkflowRequest").path("name").asString("");
    }

    String zone() {
        return json.path("zoneId").asString("UTC");
    }

    String cron() {
        return json.path("cronExpression").asString("");
    }

    StartWorkflow.Request request() {
        return StartWorkflow.Request.of(json.path("startWorkflowRequest"));
    }

    Schedules.Definition definition() {
        ScheduleSpec spec = new ScheduleSpec(
                Optional.of(name()),
                Names.workflow(workflowName()),
                Optional.empty(),
                timetable(new Faults()),
                Overlap.ALLOW,
                json.path("runCatchupScheduleInstances").asBoolean(false) ? CAUGHT_UP_ON : LATE,
                Optional.of(DIALECT));
        Optional<Boolean> paused = Optional.ofNullable(json.get("paused"))
                .filter(JsonNode::isBoolean)
                .map(JsonNode::booleanValue);
        return new Schedules.Definition(spec, json, paused);
    }
}
