package dev.lockstep.engine.simulation;

import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import java.util.Optional;

/** Somebody who reads an execution again and again, and compares. */
final class Reader {
    private long seen;
    private int reopenings;
    private ExecutionState last = new ExecutionState.Live();

    void read(Workflow workflow, Recorded recorded) {
        Promise.REVISIONS_ONLY_RISE.holdsIf(
                recorded.revision() >= seen, () -> "a reader saw " + seen + ", then " + recorded.revision());
        int controls = recorded.execution().past().controls().size();
        Promise.OUTCOMES_NEVER_CHANGE.holdsIf(
                !(last instanceof ExecutionState.Ended)
                        || last.equals(recorded.execution().state())
                        || controls > reopenings,
                () -> "a reader saw " + last + ", then " + recorded.execution().state());
        seen = recorded.revision();
        reopenings = controls;
        last = recorded.execution().state();
        check(workflow, recorded);
    }

    private static void check(Workflow workflow, Recorded recorded) {
        Premises premises = new Premises(new Ways(workflow, recorded));
        for (StageRun run : recorded.runs().values()) {
            StageRunKey key = run.key();
            if (run.state() instanceof StageRunState.Canceled || run.state() instanceof StageRunState.SkipAhead) {
                continue; // It may never have been reached.
            }
            Optional<String> premature = premises.prematureness(key);
            Promise.STATUS_FOLLOWS_FROM_RECORDS.holdsIf(premature.isEmpty(), () -> premature + " in " + recorded);
        }
        if (recorded.execution().state() instanceof ExecutionState.Ended end) {
            Optional<String> flaw = premises.flaw(end);
            Promise.STATUS_FOLLOWS_FROM_RECORDS.holdsIf(flaw.isEmpty(), () -> flaw + " in " + recorded);
        }
    }
}
