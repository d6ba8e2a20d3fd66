package dev.lockstep.engine.decide;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.execution.StageRunState.Awaiting;
import dev.lockstep.engine.execution.StageRunState.Reminded;
import java.time.Instant;
import java.util.Optional;

/** How a state waits that somebody is to decide about, and when it is time to remind of it. */
public final class Decisions {
    private Decisions() {}

    /** A state as it waits from a time on. */
    public static Awaiting awaiting(Activity.Decision decision, Instant since) {
        Optional<Instant> deadline = decision.after().map(after -> since.plusSeconds(after.seconds()));
        return new Awaiting(since, deadline, Json.object());
    }

    /** When the next reminder is due; empty where none is left. */
    static Optional<Instant> nextReminder(Activity.Decision decision, Awaiting awaiting) {
        int given = awaiting.reminded().map(Reminded::count).orElse(0);
        return given < decision.reminders().size()
                ? Optional.of(awaiting.since().plusSeconds(decision.reminders().get(given)))
                : Optional.empty();
    }

    /** The state with its reminders given, as one, if any are due. */
    public static Optional<Awaiting> reminded(Activity.Decision decision, Awaiting awaiting, Instant now) {
        if (nextReminder(decision, awaiting).filter(at -> !now.isBefore(at)).isEmpty()) {
            return Optional.empty();
        }
        long due = decision.reminders().stream()
                .filter(seconds -> !now.isBefore(awaiting.since().plusSeconds(seconds)))
                .count();
        return Optional.of(awaiting.reminded(new Reminded((int) due, now)));
    }
}
