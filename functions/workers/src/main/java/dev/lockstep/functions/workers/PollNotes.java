package dev.lockstep.functions.workers;

import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.ports.PollRecords;
import dev.lockstep.engine.usecases.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Notes who asks for tasks: of each worker once a minute at most, so that asking again and again in vain costs no table access. Of those of
 * a domain every ten seconds, since whether anybody is there decides whom tasks go to.
 */
final class PollNotes {
    private static final Duration BETWEEN = Duration.ofMinutes(1);
    private static final Duration BETWEEN_OF_A_DOMAIN = Duration.ofSeconds(10);
    private static final int MOST_KEPT = 10_000;

    private final PollRecords polls;
    private final InstantSource clock;
    private final Map<Who, Instant> noted = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Who, Instant> eldest) {
            return size() > MOST_KEPT;
        }
    };

    private record Who(Workspace workspace, String taskType, Optional<String> domain, String worker) {}

    PollNotes(PollRecords polls, InstantSource clock) {
        this.polls = polls;
        this.clock = clock;
    }

    /** One who does not say who it is is not noted. */
    void note(Caller caller, String taskType, Optional<String> domain, Optional<String> worker) {
        if (worker.isPresent()) {
            Instant now = clock.instant();
            Who who = new Who(caller.workspace(), taskType, domain, worker.get());
            if (isDue(who, now)) {
                polls.put(caller.workspace(), new PollRecords.Poll(taskType, domain, worker.get(), now));
            }
        }
    }

    private boolean isDue(Who who, Instant now) {
        synchronized (noted) {
            Instant last = noted.get(who);
            Duration between = who.domain().isPresent() ? BETWEEN_OF_A_DOMAIN : BETWEEN;
            boolean due = last == null || !now.isBefore(last.plus(between));
            if (due) {
                noted.put(who, now);
            }
            return due;
        }
    }
}
