package dev.lockstep.engine.usecases;

import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.ports.StageRunStore;
import java.time.InstantSource;
import java.util.Optional;

/**
 * A commit that somebody outside makes. No message brings it to notice again if what follows is not done, so the watchdog is told
 * first to look in time, and whoever repeats the call has what follows done again.
 */
final class StageCommit {
    private final StageRunStore runs;
    private final Turns turns;
    private final Effects effects;
    private final InstantSource clock;

    StageCommit(StageRunStore runs, Effects effects, InstantSource clock) {
        this.runs = runs;
        this.turns = new Turns(runs);
        this.effects = effects;
        this.clock = clock;
    }

    /** A stage run as somebody outside meets it, with all that tells whether it may be moved, and what follows. */
    Optional<Turn> read(Plan plan, Execution execution, StageRunKey key) {
        return plan.find(key.stage()).orElse(null) instanceof Stage.Task
                ? turns.read(execution.workflow(), plan, execution.id(), key, data -> Turns.with(key, data.keys()))
                : Optional.empty();
    }

    /**
     * Commits, if the run still is as it is known.
     *
     * @return the run as it then is recorded, by this call or by another, which may have recorded the very same
     */
    Committed commit(Turn turn, Optional<StageRun> known, StageRunState next) {
        effects.lookBy(turn.execution(), clock.instant().plus(WakeDue.FIRST_LOOK));
        StageRun run = known.map(was -> was.to(next)).orElseGet(() -> new StageRun(turn.key(), 1, next));
        return switch (runs.write(turn.execution().id(), run)) {
            case StageRunStore.Written.Done done -> {
                follow(turn, run);
                yield new Committed(run, true);
            }
            case StageRunStore.Written.Lost lost -> new Committed(lost.recorded(), false);
        };
    }

    /**
     * @param made whether it was recorded by this call
     */
    record Committed(StageRun run, boolean made) {}

    /** What follows from a commit; nothing while the execution is held, since then nothing new starts in it. */
    private void follow(Turn turn, StageRun run) {
        if (turn.mayRun()) {
            effects.follow(turn.plan(), turn.recorded(), run);
        }
    }

    /** What follows from a commit that was made before, as far as it has left no trace. */
    void followAgain(Turn turn, StageRun run) {
        if (turn.mayRun()) {
            effects.followAgain(turn.plan(), turn.recorded(), run);
        }
    }
}
