package dev.lockstep.engine.usecases;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Fault;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.ports.Ids;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import dev.lockstep.engine.ports.ScheduleStore;
import dev.lockstep.engine.ports.WorkflowStore;
import dev.lockstep.engine.schedule.Changes;
import dev.lockstep.engine.schedule.Pause;
import dev.lockstep.engine.schedule.Schedule;
import dev.lockstep.engine.schedule.ScheduleId;
import dev.lockstep.engine.schedule.ScheduleKey;
import dev.lockstep.engine.schedule.ScheduleSpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** Makes, reads, defines anew and deletes schedules, those of the caller's workspace alone. */
public final class Schedules {
    /** How often a change is tried that the watchdog is in the way of. */
    private static final int TRIES = 10;

    private final ScheduleStore schedules;
    private final WorkflowStore workflows;
    private final Plans plans;
    private final Idempotency idempotency;
    private final Ids ids;
    private final InstantSource clock;

    /** What is recorded where. */
    public record Ports(ScheduleStore schedules, WorkflowStore workflows, Plans plans) {}

    public Schedules(Ports ports, Idempotency idempotency, Ids ids, InstantSource clock) {
        this.schedules = ports.schedules();
        this.workflows = ports.workflows();
        this.plans = ports.plans();
        this.idempotency = idempotency;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * What a caller wants a schedule to be.
     *
     * @param paused what it is to be at first; a schedule that is defined anew stays as it is where nothing is said
     */
    public record Definition(ScheduleSpec spec, JsonNode input, Optional<Boolean> paused) {}

    /** A schedule with its input. */
    public record Found(Schedule schedule, JsonNode input) {}

    /**
     * The schedule that an earlier call made under this key, whatever the workflow would say to it by now.
     *
     * @throws Refusal where the key was used for another request
     */
    public Optional<ScheduleId> earlier(Caller caller, Optional<IdempotencyKey> idempotencyKey) {
        return idempotency
                .earlier(caller.workspace(), idempotencyKey)
                .map(ScheduleId::new)
                .filter(id ->
                        schedules.find(new ScheduleKey(caller.workspace(), id)).isPresent());
    }

    /** Notes what is wrong about a workflow, one of its versions, or its input: no execution could be started so. */
    public void check(Caller caller, WorkflowId workflow, Optional<Integer> version, JsonNode input, Faults faults) {
        Optional<WorkflowRef> latest = workflows.latest(caller.workspace(), workflow);
        if (latest.isEmpty()) {
            faults.add("workflow_id", "there is no workflow " + workflow);
            return;
        }
        int wanted = version.orElse(latest.get().version());
        if (wanted > latest.get().version()) {
            faults.add("version", "the workflow has no version " + wanted);
            return;
        }
        WorkflowRef ref = new WorkflowRef(caller.workspace(), workflow, wanted);
        for (Fault fault : plans.inputSchema(ref).validate(input, "input")) {
            faults.add(fault.path(), fault.message());
        }
        if (Json.size(input) > StageWorker.MAX_BYTES) {
            faults.add("input", "has more than " + StageWorker.MAX_BYTES + " bytes once it is written out");
        }
    }

    /**
     * Makes a schedule whose first due time is after now.
     *
     * @return its id; for a repeated idempotency key, the one that the first call got
     * @throws Refusal where the key was used for another request
     */
    public ScheduleId create(Caller caller, Definition definition, Optional<IdempotencyKey> idempotencyKey) {
        ScheduleId id = new ScheduleId(idempotency.id(caller.workspace(), idempotencyKey, "sch-" + ids.ulid()));
        Instant now = clock.instant();
        Optional<Pause> paused = definition.paused().filter(yes -> yes).map(yes -> pause(caller, now));
        // Where it is there already, an earlier call with the same key and the same definition made it.
        schedules.add(
                Schedule.create(new ScheduleKey(caller.workspace(), id), definition.spec(), now, paused),
                definition.input());
        return id;
    }

    /** Makes a schedule of this id, or defines it anew. */
    public Found put(Caller caller, ScheduleId id, Definition definition) {
        Instant now = clock.instant();
        Optional<Pause> paused = definition.paused().filter(yes -> yes).map(yes -> pause(caller, now));
        Schedule fresh = Schedule.create(new ScheduleKey(caller.workspace(), id), definition.spec(), now, paused);
        return schedules.add(fresh, definition.input())
                ? new Found(fresh, definition.input())
                : replace(caller, id, definition);
    }

    public Page<Schedule> list(Caller caller, PageRequest page) {
        return schedules.list(caller.workspace(), page);
    }

    /**
     * @throws Refusal where the workspace has no such schedule
     */
    public Found read(Caller caller, ScheduleId id) {
        return read(caller, id, () -> Refusal.noSchedule(id.value()));
    }

    /** The same, for those who call it otherwise than by its id. */
    public Found read(Caller caller, ScheduleId id, Supplier<Refusal> none) {
        for (int tries = 0; tries < TRIES; tries++) {
            Schedule schedule =
                    schedules.find(new ScheduleKey(caller.workspace(), id)).orElseThrow(none);
            Optional<Found> found = withInput(schedule);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw Refusal.scheduleChangedMeanwhile(id.value());
    }

    /** A schedule with its input; empty where it was changed since it was read. */
    public Optional<Found> withInput(Schedule schedule) {
        return schedules.input(schedule).map(input -> new Found(schedule, input));
    }

    /**
     * Defines a schedule anew. Its history stays, and so does what was due before and is not started yet.
     *
     * @throws Refusal where the workspace has no such schedule
     */
    public Found replace(Caller caller, ScheduleId id, Definition definition) {
        for (int tries = 0; tries < TRIES; tries++) {
            Instant now = clock.instant();
            Schedule defined = Changes.define(find(caller, id), definition.spec(), now);
            if (definition.paused().isPresent()) {
                defined = definition.paused().get()
                        ? Changes.pause(defined, pause(caller, now))
                        : Changes.resume(defined, now);
            }
            Optional<Schedule> written = schedules.write(defined, definition.input());
            if (written.isPresent()) {
                return new Found(written.get(), definition.input());
            }
        }
        throw Refusal.scheduleChangedMeanwhile(id.value());
    }

    /**
     * Deletes a schedule; its executions go on.
     *
     * @throws Refusal where the workspace has no such schedule
     */
    public void delete(Caller caller, ScheduleId id) {
        if (!schedules.delete(new ScheduleKey(caller.workspace(), id))) {
            throw Refusal.noSchedule(id.value());
        }
    }

    private Schedule find(Caller caller, ScheduleId id) {
        return schedules
                .find(new ScheduleKey(caller.workspace(), id))
                .orElseThrow(() -> Refusal.noSchedule(id.value()));
    }

    private static Pause pause(Caller caller, Instant now) {
        return new Pause(now, Optional.of(caller.keyId()), Optional.empty());
    }
}
