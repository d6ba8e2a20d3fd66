package dev.lockstep.engine.usecases;

import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.Tags;
import dev.lockstep.engine.ports.ScheduleStore;
import dev.lockstep.engine.ports.ScheduleWakes;
import dev.lockstep.engine.ports.StageRunStore;
import dev.lockstep.engine.schedule.Due;
import dev.lockstep.engine.schedule.Schedule;
import dev.lockstep.engine.schedule.ScheduleKey;
import dev.lockstep.engine.schedule.StartOutcome;
import dev.lockstep.engine.schedule.Turn;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Starts what schedules are due to start. Any number may do so at once, and each may break off anywhere. */
public final class StartDue {
    /** How long one run goes on looking for more; what is left then is for the next one. */
    private static final Duration LONGEST_RUN = Duration.ofSeconds(10);

    private static final int MOST_AT_ONCE = 100;

    /** How often a record is tried that others change at the same time. */
    private static final int TRIES = 5;

    private static final int LONGEST_REASON = 300;

    private final ScheduleStore schedules;
    private final ScheduleWakes wakes;
    private final StageRunStore runs;
    private final StartExecution start;
    private final DueRequests requests;
    private final InstantSource clock;

    public StartDue(
            ScheduleStore schedules,
            ScheduleWakes wakes,
            StageRunStore runs,
            StartExecution start,
            DueRequests requests,
            InstantSource clock) {
        this.requests = requests;
        this.schedules = schedules;
        this.wakes = wakes;
        this.runs = runs;
        this.start = start;
        this.clock = clock;
    }

    public int shards() {
        return wakes.shards();
    }

    /**
     * Looks at what is due in one shard, until nothing more can be done about it for now. One schedule that breaks off keeps no
     * other from being looked at: it is told of when all have been.
     *
     * @return how many schedules it looked at
     */
    public int wake(int shard) {
        Instant end = clock.instant().plus(LONGEST_RUN);
        Set<ScheduleKey> settled = new HashSet<>();
        List<RuntimeException> broken = new ArrayList<>();
        List<ScheduleKey> due = due(shard, settled);
        while (!due.isEmpty() && clock.instant().isBefore(end)) {
            for (ScheduleKey key : due) {
                try {
                    if (!turn(key)) {
                        settled.add(key);
                    }
                } catch (RuntimeException e) {
                    settled.add(key);
                    broken.add(e);
                }
            }
            due = due(shard, settled);
        }
        if (!broken.isEmpty()) {
            throw new IllegalStateException(
                    broken.size() + " of " + settled.size() + " schedules could not be looked at", broken.getFirst());
        }
        return settled.size();
    }

    private List<ScheduleKey> due(int shard, Set<ScheduleKey> settled) {
        return wakes.due(shard, clock.instant(), MOST_AT_ONCE + settled.size()).stream()
                .filter(key -> !settled.contains(key))
                .toList();
    }

    /**
     * @return whether there is more to do about the schedule right away
     */
    private boolean turn(ScheduleKey key) {
        Instant now = clock.instant();
        Optional<Schedule> found = schedules.find(key).filter(schedule -> isDue(schedule, now));
        if (found.isEmpty()) {
            return false;
        }
        boolean busy = Turn.asksForPrevious(found.get()) && previousIsUnderWay(found.get());
        Optional<Schedule> changed = Turn.take(found.get(), now, busy);
        Schedule taken = changed.orElse(found.get());
        List<Due> startable = Turn.startable(taken, busy);
        if (startable.isEmpty()) {
            return isDue(schedules.write(Turn.record(taken, List.of(), now)), now);
        }
        // Where somebody else has changed it meanwhile, nothing is started: they, or the next run, see to it.
        Optional<Schedule> ready = changed.isPresent() ? schedules.write(taken) : found;
        return ready.isPresent() && startAll(ready.get(), startable, now);
    }

    private static boolean isDue(Optional<Schedule> schedule, Instant now) {
        return schedule.isPresent() && isDue(schedule.get(), now);
    }

    private static boolean isDue(Schedule schedule, Instant now) {
        return schedule.wakeAt().isPresent() && !schedule.wakeAt().get().isAfter(now);
    }

    private boolean previousIsUnderWay(Schedule schedule) {
        return schedule.previous()
                .flatMap(id -> runs.read(id, List.of()))
                .map(recorded -> !recorded.execution().hasEnded())
                .orElse(false);
    }

    private boolean startAll(Schedule schedule, List<Due> dueTimes, Instant now) {
        Optional<JsonNode> input = schedules.input(schedule);
        if (input.isEmpty()) {
            return false;
        }
        List<StartOutcome> outcomes = new ArrayList<>();
        for (Due due : dueTimes) {
            outcomes.add(start(schedule, input.get(), due));
        }
        Optional<Schedule> current = Optional.of(schedule);
        for (int tries = 0; tries < TRIES && current.isPresent(); tries++) {
            Optional<Schedule> written = schedules.write(Turn.record(current.get(), outcomes, now));
            if (written.isPresent()) {
                return isDue(written, now);
            }
            current = schedules.find(schedule.key());
        }
        // It waits in the record still, so the next run starts it again, which is to start nothing.
        return false;
    }

    private StartOutcome start(Schedule schedule, JsonNode input, Due due) {
        String by = schedule.key().id().value();
        Caller caller = new Caller(schedule.key().workspace(), by, Set.of());
        try {
            Execution execution = start.startAs(
                    DueExecution.id(schedule.key().id(), due.at()),
                    caller,
                    () -> request(caller, schedule, input, due));
            return new StartOutcome.Started(due, execution.id(), execution.createdAt());
        } catch (Refusal e) {
            boolean isGone = e.kind() == Refusal.Kind.NOT_FOUND
                    && schedule.spec().dialect().isEmpty();
            return isGone ? new StartOutcome.Gone(due, reason(e)) : new StartOutcome.Failed(due, reason(e));
        }
    }

    private StartExecution.Request request(Caller caller, Schedule schedule, JsonNode input, Due due) {
        return schedule.spec().dialect().isPresent()
                ? requests.read(caller, schedule, input, due.at())
                : new StartExecution.Request(
                        schedule.spec().workflow(),
                        schedule.spec().version(),
                        input,
                        new Tags(Optional.of(caller.keyId() + "/" + due.at()), Optional.empty()),
                        Optional.empty());
    }

    /** With one of the faults, cut to what is worth keeping ten times over. */
    private static String reason(Refusal refusal) {
        String reason = refusal.getMessage()
                + refusal.faults().stream()
                        .findFirst()
                        .map(fault -> ": " + fault.path() + " " + fault.message())
                        .orElse("");
        return reason.substring(0, Math.min(reason.length(), LONGEST_REASON));
    }
}
