package dev.lockstep.dialects.conductor.schedule;

import dev.lockstep.dialects.conductor.Validation;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.execution.Ulid;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import dev.lockstep.engine.schedule.Cron;
import dev.lockstep.engine.schedule.Schedule;
import dev.lockstep.engine.schedule.ScheduleId;
import dev.lockstep.engine.schedule.Timetable;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.ControlSchedule;
import dev.lockstep.engine.usecases.Digest;
import dev.lockstep.engine.usecases.Refusal;
import dev.lockstep.engine.usecases.Schedules;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Schedules by their names. Each is one of the engine's, whose id follows from the name and whose input is what was saved. */
public final class WorkflowSchedules {
    /** How many of a workspace's schedules are looked at for a list. */
    private static final int MOST_LISTED = 1_000;

    private static final int MOST_NEXT = 5;

    private final Schedules schedules;
    private final ControlSchedule control;
    private final InstantSource clock;

    public WorkflowSchedules(Schedules schedules, ControlSchedule control, InstantSource clock) {
        this.schedules = schedules;
        this.control = control;
        this.clock = clock;
    }

    /**
     * A schedule, and what Conductor says of it.
     *
     * @param json its WorkflowSchedule
     */
    public record Shown(Schedule schedule, ObjectNode json) {
        public String workflowName() {
            return new WorkflowSchedule(json).workflowName();
        }
    }

    /** No time is in it: it is not known when it was made. */
    private static ScheduleId id(String name) {
        return new ScheduleId("sch-" + Ulid.of(Instant.EPOCH, Digest.sha256("conductor\n" + name)));
    }

    /**
     * Makes a schedule, or defines it anew.
     *
     * @throws Refusal that lists every fault, where there is one
     */
    public Shown save(Caller caller, JsonNode given) {
        WorkflowSchedule asked = WorkflowSchedule.parse(given);
        ObjectNode json = asked.json();
        json.remove(List.of("createTime", "updatedTime", "nextRunTime", "pausedReason", "cronSchedules"));
        json.put("updatedTime", clock.millis());
        return shown(schedules.put(caller, id(asked.name()), asked.definition()));
    }

    /** @throws Refusal where there is no such schedule */
    public Shown read(Caller caller, String name) {
        return Optional.of(schedules.read(caller, id(name), () -> none(name)))
                .filter(found -> isConductors(found.schedule()))
                .map(WorkflowSchedules::shown)
                .orElseThrow(() -> none(name));
    }

    private static Refusal none(String name) {
        return Refusal.noSuchTask("Schedule '" + name + "' not found");
    }

    private static boolean isConductors(Schedule schedule) {
        return schedule.spec().dialect().equals(Optional.of(WorkflowSchedule.DIALECT));
    }

    /** Those that there are, in no order. */
    public List<Shown> all(Caller caller) {
        List<Shown> all = new ArrayList<>();
        int looked = 0;
        Optional<String> after = Optional.empty();
        do {
            Page<Schedule> page = schedules.list(caller, new PageRequest(PageRequest.MAX_LIMIT, after));
            page.items().stream()
                    .filter(WorkflowSchedules::isConductors)
                    .flatMap(schedule -> schedules.withInput(schedule).stream())
                    .map(WorkflowSchedules::shown)
                    .forEach(all::add);
            looked += page.items().size();
            after = page.next();
        } while (after.isPresent() && looked < MOST_LISTED);
        return all;
    }

    /** Deletes a schedule, if there is one. */
    public void delete(Caller caller, String name) {
        try {
            read(caller, name);
            schedules.delete(caller, id(name));
        } catch (Refusal refusal) {
            if (refusal.kind() != Refusal.Kind.NOT_FOUND) {
                throw refusal;
            }
        }
    }

    /** @throws Refusal where there is no such schedule */
    public void pause(Caller caller, String name, Optional<String> reason) {
        read(caller, name);
        control.pause(caller, id(name), reason);
    }

    /** @throws Refusal where there is no such schedule */
    public void resume(Caller caller, String name) {
        read(caller, name);
        control.resume(caller, id(name));
    }

    /**
     * The next due times of a cron, in milliseconds; five at most.
     *
     * @throws Refusal where it is none
     */
    public List<Long> next(String cron, Optional<Instant> first, Optional<Instant> last, int limit) {
        Faults faults = new Faults();
        Optional<Cron> read = SpringCron.parse(cron, "cronExpression", faults);
        Validation.check(faults);
        Timetable timetable =
                new Timetable(read.orElseThrow(), ZoneOffset.UTC, first, last.map(end -> end.plusMillis(1)));
        List<Long> times = new ArrayList<>();
        Optional<Instant> at = timetable.next(clock.instant());
        while (at.isPresent() && times.size() < Math.min(limit, MOST_NEXT)) {
            times.add(at.get().toEpochMilli());
            at = timetable.next(at.get());
        }
        return times;
    }

    private static Shown shown(Schedules.Found found) {
        Schedule schedule = found.schedule();
        ObjectNode json = Json.object();
        found.input().properties().forEach(field -> json.set(field.getKey(), field.getValue()));
        json.put("zoneId", new WorkflowSchedule(json).zone())
                .put("paused", schedule.isPaused())
                .put(
                        "runCatchupScheduleInstances",
                        json.path("runCatchupScheduleInstances").asBoolean(false))
                .put("createTime", schedule.createdAt().toEpochMilli());
        json.putArray("cronSchedules");
        schedule.paused().flatMap(pause -> pause.reason()).ifPresent(reason -> json.put("pausedReason", reason));
        schedule.progress().next().ifPresent(at -> json.put("nextRunTime", at.toEpochMilli()));
        return new Shown(schedule, json);
    }
}
